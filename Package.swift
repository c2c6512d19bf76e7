// swift-tools-version: 6.3
// The house plan: one target per room, an import only downward (Tests/TidyTests walks the tree).
import PackageDescription

/// One dialect for every room: the strictest one the compiler offers.
let dialect: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    // Debug builds, and with them every test, check exclusive access as they run; a release build, which would
    // spend 2 % of a redirect on it, relies on that.
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

func room(_ name: String, _ below: String...) -> Target {
    .target(
        name: name, dependencies: below.map { .init(stringLiteral: $0) }, swiftSettings: dialect)
}

func tests(_ name: String, _ below: String...) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: ([name] + below).map { .init(stringLiteral: $0) },
        swiftSettings: dialect)
}

let package = Package(
    name: "segue",
    products: [
        .executable(name: "segue", targets: ["segue"]),
        .executable(name: "segue-card", targets: ["segue-card"]),
    ],
    targets: [
        // Floor 0: the system's C libraries, a module map and a shim header each.
        .systemLibrary(name: "CLinux"),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CMaxMind", pkgConfig: "libmaxminddb", providers: [.apt(["libmaxminddb-dev"])]),
        .systemLibrary(
            name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(
            name: "CPixbuf", pkgConfig: "gdk-pixbuf-2.0",
            providers: [.apt(["libgdk-pixbuf-2.0-dev"])]),
        .systemLibrary(
            name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),

        // Floor 1
        room("Bytes"),
        room("Telemetry"),
        room("JSONText"),
        // Floor 2: grammar and domain; no I/O, no clock, nothing unsafe.
        room("HTTP", "Bytes"),
        room("Smartlink", "Bytes"),
        room("Pages", "Smartlink", "Bytes"),
        room("Tags"),
        room("CardFrames"),
        // Floor 3: one adapter per dependency.
        room("EventLoop", "CLinux", "Bytes", "Telemetry"),
        room("Crypto", "CCrypto", "Smartlink", "Bytes"),
        room("Compression", "CZlib"),
        room("Geo", "CMaxMind", "Smartlink", "Bytes"),
        room("QR", "CQREncode", "Smartlink"),
        room("Store", "CSQLite", "Tags", "Smartlink", "Bytes", "Telemetry"),
        room("Outbound", "CCurl", "Smartlink", "Bytes"),
        room("Platforms", "Outbound", "Crypto", "Smartlink", "Bytes", "Telemetry"),
        room("Drawing", "CPango", "CPixbuf", "CLinux", "CardFrames", "Smartlink"),
        room("Cards", "CardFrames", "Crypto", "Smartlink", "Telemetry"),
        room("HTTPServer", "EventLoop", "CLinux", "HTTP", "Bytes", "Telemetry"),
        // Floor 4: what the product can do, and the doors to it.
        room("Operations", "Smartlink", "Bytes"),
        room("Releases", "Operations", "Smartlink", "Telemetry"),
        room("Player", "Smartlink"),
        room("Site", "Operations", "Pages", "HTTP", "JSONText", "Smartlink", "Bytes", "Telemetry"),
        room("API", "Operations", "HTTP", "JSONText", "Smartlink", "Bytes", "Telemetry"),
        room("Sandbox", "Pages", "HTTP", "Smartlink", "Bytes"),
        // Floor 5: the composition root and the binary.
        room(
            "Program", "API", "Site", "Sandbox", "Releases", "Player", "Operations", "HTTPServer",
            "Store", "Platforms", "Outbound", "Crypto", "Compression", "Geo", "QR", "EventLoop",
            "Pages", "Cards", "HTTP",
            "JSONText", "Smartlink", "Bytes", "Telemetry"),
        .executableTarget(name: "segue", dependencies: ["Program"], swiftSettings: dialect),
        .executableTarget(name: "segue-card", dependencies: ["Drawing"], swiftSettings: dialect),

        // One test target per room; Tidy keeps the house, Bench measures it.
        tests("Bytes"),
        tests("Telemetry"),
        tests("JSONText"),
        tests("HTTP", "Bytes"),
        tests("Smartlink", "MatchTable", "ScriptedSources", "Bytes"),
        // The table of hard matches: the tests check it, the bench prints it.
        .target(
            name: "MatchTable", dependencies: ["Smartlink"], path: "Tests/MatchTable",
            swiftSettings: dialect),
        tests("Pages", "Smartlink"),
        tests("Tags", "MusicFiles"),
        tests("EventLoop"),
        tests("Crypto", "Smartlink", "Bytes"),
        tests("Outbound", "Loopback", "Smartlink", "Bytes"),
        tests("Platforms", "Loopback", "Outbound", "Smartlink", "Bytes", "Telemetry"),
        // A small server on loopback for tests of what goes out.
        .target(name: "Loopback", path: "Tests/Loopback", swiftSettings: dialect),
        // Small music files, made byte by byte.
        .target(name: "MusicFiles", path: "Tests/MusicFiles", swiftSettings: dialect),
        tests("Compression"),
        tests("Geo", "Smartlink", "Bytes"),
        tests("QR", "Smartlink"),
        tests("Store", "MusicFiles", "Tags", "Smartlink", "Bytes"),
        tests("CardFrames"),
        tests("Drawing", "CardFrames", "Smartlink"),
        tests("Cards", "CardFrames", "Smartlink", "Telemetry"),
        tests("HTTPServer", "HTTP", "EventLoop", "Bytes"),
        tests("Operations", "ScriptedSources", "Store", "Crypto", "Smartlink", "Bytes"),
        // Catalogues that answer as a test says.
        .target(
            name: "ScriptedSources", dependencies: ["Smartlink"], path: "Tests/ScriptedSources",
            swiftSettings: dialect),
        tests(
            "Releases", "ScriptedSources", "Operations", "Store", "Crypto", "EventLoop",
            "Smartlink",
            "Telemetry"),
        tests(
            "Site", "Operations", "Store", "Crypto", "Pages", "HTTP", "JSONText", "Smartlink",
            "Bytes"),
        tests(
            "API", "ScriptedSources", "Operations", "Store", "HTTP", "JSONText", "Smartlink",
            "Bytes"),
        tests("Sandbox", "Crypto", "EventLoop", "HTTPServer", "HTTP", "Smartlink", "Bytes"),
        tests("Player", "Smartlink"),
        tests(
            "Program", "Loopback", "MusicFiles", "Player", "Outbound", "Store", "HTTP", "JSONText",
            "Smartlink",
            "Bytes"),
        .testTarget(name: "TidyTests", path: "Tests/TidyTests", swiftSettings: dialect),
        .executableTarget(
            name: "Bench",
            dependencies: [
                "Program", "Operations", "Site", "Pages", "HTTP", "Smartlink", "Store", "Crypto",
                "EventLoop", "CLinux", "Bytes", "MatchTable", "ScriptedSources",
            ],
            path: "Tests/Bench", swiftSettings: dialect),
    ]
)
