import Testing

/// How long things may be, and what they may be called.
struct ShapeTests {
    private static let fileLinesMax = 400
    private static let functionLinesMax = 60
    private static let columnsMax = 100
    /// Words of no meaning, as whole parts of a name (`LinkHelper`, `DataManager`).
    private static let emptyWords: Set<String> = [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Common", "Base", "Impl",
        "Info", "Data",
    ]
    /// Terms of the house and of its settings in which such a word means something.
    private static let terms = ["DataPlane", "DataFolder", "BaseURL"]

    @Test func `the tree is found`() {
        #expect(SourceTree.sources.count > 60)
    }

    @Test func `no file is longer than 400 lines`() {
        for file in SourceTree.swift {
            #expect(file.lines.count <= Self.fileLinesMax + 1, "\(file.path)")
        }
    }

    @Test func `no line of code is wider than 100 columns`() {
        for file in SourceTree.swift {
            for (place, line) in file.lines.enumerated() where line.count > Self.columnsMax {
                // A text, a comment or a test's name that cannot be folded is nobody's fault.
                let code = file.code[place]
                #expect(
                    code.count <= Self.columnsMax || code.contains("`"),
                    "\(file.path):\(place + 1)")
            }
        }
    }

    @Test func `no function is longer than 60 lines`() {
        for file in SourceTree.swift {
            for function in functions(of: file) {
                #expect(
                    function.lines <= Self.functionLinesMax,
                    "\(file.path):\(function.start) has \(function.lines) lines")
            }
        }
    }

    private func functions(of file: SourceFile) -> [(start: Int, lines: Int)] {
        var found: [(Int, Int)] = []
        for (place, line) in file.code.enumerated() {
            let words = CodeScan.words(line)
            guard words.contains("func") || line.contains("init(") && line.hasSuffix("{") else {
                continue
            }
            let margin = line.prefix { $0 == " " }
            // A formatted body ends with its brace at the margin of its head.
            guard
                let end = file.code[(place + 1)...].firstIndex(where: {
                    $0.hasPrefix(margin + "}")
                        || !$0.isEmpty && $0.prefix { $0 == " " }.count < margin.count
                })
            else { continue }
            found.append((place + 1, end - place - 1))
        }
        return found
    }

    @Test func `names say something`() {
        let declarations: Set<Substring> = ["struct", "class", "enum", "protocol", "actor"]
        for file in SourceTree.swift {
            let stem = file.name.dropLast(".swift".count)
            #expect(parts(stem).isDisjoint(with: Self.emptyWords), "\(file.path)")
            for line in file.code {
                let words = CodeScan.words(line)
                guard let place = words.firstIndex(where: declarations.contains),
                    place + 1 < words.count, words[place + 1].first?.isUppercase == true
                else { continue }
                #expect(
                    parts(words[place + 1]).isDisjoint(with: Self.emptyWords),
                    "\(file.path): \(words[place + 1])")
            }
        }
    }

    /// `LinkPage` → `Link`, `Page`.
    private func parts(_ name: Substring) -> Set<String> {
        var name = String(name)
        for term in Self.terms {
            if let range = name.firstRange(of: term) { name.replaceSubrange(range, with: "") }
        }
        var parts: [String] = []
        for character in name {
            if character.isUppercase || parts.isEmpty {
                parts.append(String(character))
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return Set(parts)
    }
}
