import Testing

/// Nothing is left undone, switched off or spelt around.
struct HonestyTests {
    /// Written in halves, so that this file does not find itself.
    private static let markers = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]

    @Test func `nothing is left for later`() {
        let texts = SourceTree.files(in: "config").filter {
            !$0.hasPrefix("config/locales/")
        }
        for path in texts + SourceTree.files(in: "public") {
            let text = SourceTree.text(of: path)
            for marker in Self.markers {
                #expect(!text.contains(marker), "\(path): \(marker)")
            }
        }
        for file in SourceTree.swift {
            for (place, line) in file.lines.enumerated() {
                let words = CodeScan.words(line)
                for marker in Self.markers {
                    #expect(!words.contains(Substring(marker)), "\(file.path):\(place + 1)")
                }
            }
        }
    }

    @Test func `nothing pretends to be built`() {
        let stub = "fatal" + "Error(\"unimple"
        let other = "fatal" + "Error(\"not imple"
        for file in SourceTree.swift {
            for line in file.lines {
                #expect(!line.contains(stub) && !line.contains(other), "\(file.path)")
            }
        }
    }

    @Test func `no error is thrown away by force`() {
        for file in SourceTree.sources {
            for (place, line) in file.code.enumerated() {
                #expect(!line.contains("try!"), "\(file.path):\(place + 1)")
            }
        }
    }

    @Test func `promises about threads are made in adapters only`() {
        let adapters: Set<String> = [
            "EventLoop", "Crypto", "Compression", "Geo", "Store", "HTTPServer", "Bytes", "Cards",
        ]
        for file in SourceTree.sources where !adapters.contains(file.room) {
            for line in file.code {
                #expect(!line.contains("@unchecked Sendable"), "\(file.path)")
            }
        }
    }

    @Test func `every named limit is used`() {
        var declared: [(name: String, path: String)] = []
        var uses: [Substring: Int] = [:]
        for file in SourceTree.sources {
            for (place, line) in file.code.enumerated() {
                // With its texts: a limit may stand in a query or a message.
                for word in CodeScan.words(file.lines[place]) { uses[word, default: 0] += 1 }
                let words = CodeScan.words(line)
                guard let place = words.firstIndex(where: { $0 == "let" || $0 == "var" }),
                    place + 1 < words.count
                else { continue }
                let name = words[place + 1]
                if name.hasSuffix("Max") || name.hasSuffix("Min") {
                    declared.append((String(name), file.path))
                }
            }
        }
        #expect(declared.count > 20)
        for limit in declared {
            #expect(uses[Substring(limit.name), default: 0] > 1, "\(limit.path): \(limit.name)")
        }
    }

    @Test func `the top of the tree holds what belongs there`() {
        let allowed: Set<String> = [
            "Package.swift", "Sources", "Tests", "README.md", "config", "public", ".ci",
            ".gitignore", ".git",
        ]
        let passing = [".build", ".swiftpm", "Package.resolved", "data"]
        for name in SourceTree.names(in: ".") {
            let isKnown = allowed.contains(name) || passing.contains { name.hasPrefix($0) }
            #expect(isKnown, "\(name)")
        }
        for name in ["Package.swift", "README.md", ".ci", "config", "public"] {
            #expect(SourceTree.names(in: ".").contains(name), "\(name) is missing")
        }
    }

    @Test func `every language has every text`() {
        func keys(_ path: String) -> Set<String> {
            Set(
                SourceTree.text(of: path).split(separator: "\n").compactMap { line -> String? in
                    let parts = line.split(separator: "\"", maxSplits: 2)
                    guard parts.count == 3, parts[2].hasPrefix(":") else { return nil }
                    return String(parts[1])
                })
        }
        // Plural forms are each language's own.
        let english = keys("config/locales/en.json").filter { !$0.contains(".one") }
        #expect(english.count > 20)
        let files = SourceTree.files(in: "config/locales")
        #expect(files.count >= 7)
        for path in files {
            #expect(english.subtracting(keys(path)) == [], "\(path)")
        }
    }

    @Test func `every test target has tests`() {
        for room in SourceTree.names(in: "Tests") where room.hasSuffix("Tests") {
            let files = SourceTree.files(in: "Tests/\(room)")
            #expect(!files.contains { $0.hasSuffix("Placeholder.swift") }, "\(room)")
            #expect(files.contains { $0.hasSuffix(".swift") }, "\(room)")
        }
    }
}
