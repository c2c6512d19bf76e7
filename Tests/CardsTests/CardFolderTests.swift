import FoundationEssentials
import Smartlink
import Testing

@testable import Cards

struct CardFolderTests {
    private let atelier: Atelier

    init() throws { atelier = try Atelier() }

    private func hash(_ number: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 64 - text.utf8.count) + text
    }

    @Test func `what is kept is found, by another folder too`() throws {
        let folder = CardFolder(atelier.cards)
        #expect(folder.find(hash(1)) == nil)
        let kept = try #require(folder.keep([1, 2, 3], as: hash(1)))
        #expect(kept.bytes == 3)
        #expect(try atelier.bytes(kept) == [1, 2, 3])
        #expect(CardFolder(atelier.cards).find(hash(1)) == kept)
    }

    @Test func `an empty file is no card`() throws {
        let folder = CardFolder(atelier.cards)
        _ = folder.keep([1], as: hash(1))
        let kept = try #require(folder.find(hash(1)))
        try Data().write(to: URL(filePath: kept.path))
        #expect(folder.find(hash(1)) == nil)
    }

    @Test func `it stays within its bound and leaves no drafts`() throws {
        let folder = CardFolder(atelier.cards, bytesMax: 10_000)
        let card = [UInt8](repeating: 7, count: 1_000)
        for number in 0..<40 {
            #expect(folder.keep(card, as: hash(number)) != nil)
        }
        let paths = try FileManager.default.subpathsOfDirectory(atPath: atelier.cards)
        let files = paths.filter { $0.hasSuffix(".jpg") }
        #expect(files.count <= 10 && files.count >= 7)
        #expect(paths.allSatisfy { !$0.contains("/.") })
    }

    @Test func `a folder that takes nothing keeps nothing`() {
        let folder = CardFolder("/proc/segue-cards")
        #expect(folder.keep([1], as: hash(1)) == nil)
        #expect(folder.find(hash(1)) == nil)
    }
}
