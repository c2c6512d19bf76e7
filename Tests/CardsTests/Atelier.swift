// A folder of its own for each test, the real segue-card, and stand-ins for it that misbehave.
import FoundationEssentials
import Smartlink
import Telemetry

@testable import Cards

final class Atelier: Sendable {
    let folder: String
    let log = Log(level: .error)

    /// Built beside the tests.
    static var segueCard: String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "segue-card").path
    }

    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appending(path: "segue-cards-\(UInt64.random(in: 0...UInt64.max))").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var cards: String { folder + "/cards" }

    func studio(
        _ program: String = Atelier.segueCard, patience: Painter.Patience = Painter.Patience(),
        cover: [UInt8]? = nil
    ) -> Studio {
        Studio(program: program, folder: cards, log: log, patience: patience) { _ in cover }
    }

    /// A program of a few lines.
    func program(_ lines: String) throws -> String {
        let path = folder + "/stand-in"
        try Data("#!/bin/sh\n\(lines)\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    func text(_ name: String) -> String {
        (try? Data(contentsOf: URL(filePath: "\(folder)/\(name)"))).map {
            String(decoding: $0, as: UTF8.self)
        } ?? ""
    }

    func bytes(_ card: KeptPicture) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: card.path)))
    }
}

extension CardSubject {
    static func named(_ title: String, artwork: Artwork? = nil) -> CardSubject {
        CardSubject(title: title, artist: "Mira Vale", artwork: artwork)
    }
}

/// Tries until it is so; far longer than it ever takes.
func eventually(_ isSo: () async -> Bool) async -> Bool {
    for _ in 0..<1_200 {
        if await isSo() { return true }
        try? await Task.sleep(nanoseconds: 50_000_000)
    }
    return false
}
