import Testing

/// Who may import whom: the floors of the house (the plan in `Package.swift`).
struct ImportTests {
    private static let floors: [String: Int] = [
        "CLinux": 0, "CSQLite": 0, "CCrypto": 0, "CZlib": 0, "CMaxMind": 0, "CCurl": 0,
        "CPango": 0, "CPixbuf": 0, "CQREncode": 0,
        "Bytes": 1, "Telemetry": 1, "JSONText": 1,
        "HTTP": 2, "Smartlink": 2, "Tags": 2, "CardFrames": 2, "Pages": 3,
        "EventLoop": 4, "Crypto": 4, "Compression": 4, "Geo": 4, "QR": 4, "Store": 4,
        "Outbound": 4, "Drawing": 4, "HTTPServer": 5, "Platforms": 5, "Cards": 5,
        "Operations": 6, "Player": 6, "Releases": 7, "Site": 7, "API": 7, "MCP": 7,
        "Dashboard": 7, "Sandbox": 7,
        "Program": 8, "segue": 9, "segue-card": 9, "CardBeside": 9,
    ]

    /// Rooms that touch the operating system or a C library.
    private static let adapters: Set<String> = [
        "EventLoop", "Crypto", "Compression", "Geo", "QR", "Store", "HTTPServer", "Outbound",
        "Platforms", "Drawing", "Cards",
    ]
    /// What floor 4 sees of floor 3: nothing (it meets it through protocols in Smartlink and HTTP).
    private static let doors: Set<String> = [
        "Operations", "Player", "Releases", "Site", "API", "MCP", "Dashboard", "Sandbox",
    ]

    private static let cModules: [String: Set<String>] = [
        "CLinux": ["EventLoop", "HTTPServer", "Drawing"], "CSQLite": ["Store"],
        "CCrypto": ["Crypto"],
        "CZlib": ["Compression"], "CMaxMind": ["Geo"], "CCurl": ["Outbound"],
        "CPango": ["Drawing"], "CPixbuf": ["Drawing"],
        "CQREncode": ["QR"],
    ]

    /// Rooms that are called from a clock's or a kernel's side.
    private static let glibcRooms: Set<String> = adapters.union(["Telemetry", "Program"])
    private static let foundationRooms: Set<String> = adapters.union(doors).union(["Program"])

    private struct Import {
        var path: String
        var room: String
        var module: String
    }

    private static let imports: [Import] = SourceTree.sources.flatMap { file in
        file.code.compactMap { line -> Import? in
            let words = CodeScan.words(line)
            guard let place = words.firstIndex(of: "import"), place <= 2,
                place + 1 < words.count,
                words[..<place].allSatisfy({
                    ["public", "internal", "package", "private", "testable", "unsafe"]
                        .contains(String($0))
                })
            else { return nil }
            return Import(path: file.path, room: file.room, module: String(words[place + 1]))
        }
    }

    @Test func `the scan finds imports`() {
        #expect(Self.imports.count > 50)
    }

    @Test func `every room has its floor`() {
        let rooms = Set(SourceTree.sources.map(\.room))
        #expect(rooms.subtracting(Self.floors.keys) == [])
    }

    @Test func `imports go down only`() {
        for line in Self.imports {
            guard let own = Self.floors[line.room], let other = Self.floors[line.module] else {
                continue
            }
            #expect(other < own, "\(line.path) imports \(line.module)")
        }
    }

    @Test func `the doors do not see the adapters`() {
        for line in Self.imports where Self.doors.contains(line.room) {
            #expect(!Self.adapters.contains(line.module), "\(line.path) imports \(line.module)")
        }
    }

    @Test func `each C library is imported by its own room`() {
        for line in Self.imports {
            guard let rooms = Self.cModules[line.module] else { continue }
            #expect(rooms.contains(line.room), "\(line.path) imports \(line.module)")
        }
    }

    @Test func `the C library is seen only where the operating system is touched`() {
        for line in Self.imports where line.module == "Glibc" {
            #expect(Self.glibcRooms.contains(line.room), "\(line.path) imports Glibc")
        }
    }

    @Test func `Foundation never, FoundationEssentials on the control plane`() {
        for line in Self.imports {
            #expect(line.module != "Foundation", "\(line.path) imports Foundation")
            if line.module == "FoundationEssentials" {
                #expect(Self.foundationRooms.contains(line.room), "\(line.path)")
            }
        }
    }

    @Test func `nothing else is imported`() {
        let known = Set(Self.floors.keys)
            .union(["Glibc", "FoundationEssentials", "Synchronization", "PackagePlugin"])
        for line in Self.imports {
            #expect(known.contains(line.module), "\(line.path) imports \(line.module)")
        }
    }

    @Test func `the pure floors do nothing unsafe but read bytes`() {
        for file in SourceTree.sources where ["Pages"].contains(file.room) {
            for line in file.code {
                #expect(!CodeScan.words(line).contains("unsafe"), "\(file.path): \(line)")
            }
        }
    }
}
