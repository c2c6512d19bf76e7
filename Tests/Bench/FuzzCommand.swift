// Rubbish for everything that reads what strangers send: heads, bodies, cookies, fields and User-Agents.
import Bytes
import Smartlink

extension Command {
    static let fuzz = Command(
        name: "fuzz", summary: "feed the grammar and the agent table with seeded rubbish",
        options: [
            Option("iterations", "N", "1000000", help: "inputs for each"),
            Option("seed", "N", help: "the seed of a run to repeat"),
        ]
    ) { arguments in
        let iterations = try arguments.whole("iterations", 1...1_000_000_000)
        var seed = UInt64.random(in: 0...UInt64(Int.max))
        if let text = arguments.optional("seed") {
            guard let given = UInt64(text) else { throw Usage("--seed takes a number") }
            seed = given
        }
        complain("seed \(seed)")
        do throws(FuzzFailure) {
            try fuzzGrammar(seed: seed, iterations: iterations)
        } catch {
            throw BenchFailure("\(error)")
        }
        let agents = try fuzzAgents(seed: seed, iterations: iterations)
        var report = Report("Rubbish for every reader")
        report.add("seed", .text("\(seed)"))
        report.add("grammar inputs", .whole(iterations))
        report.add("User-Agents", .whole(iterations))
        report.add("of them taken for humans", .whole(agents))
        return report
    }

    /// Judges random User-Agents made of real pieces and noise; answers how many pass for humans.
    private static func fuzzAgents(seed: UInt64, iterations: Int) throws -> Int {
        let file: PlatformsFile = try ProjectFiles.decode("config/platforms.json")
        let numbers = Dictionary(
            uniqueKeysWithValues: file.ids.enumerated().map { ($1, UInt8($0 + 1)) })
        let table = try AgentTable(
            file: ProjectFiles.decode("config/crawlers.json"),
            platforms: Catalogue(file: file, numbers: numbers).platforms)
        let pieces = [
            "Mozilla/5.0 (", "iPhone", "Android 14", "CUBOT X19", "bot/", "Googlebot", "; wv) ",
            "Instagram 300", "facebookexternalhit/1.1", "\u{0}", "Line/13.0/IAB", "é", "(", ")",
        ].map { Array($0.utf8) }
        var state = seed
        func number(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var humans = 0
        for _ in 0..<iterations {
            var bytes: [UInt8] = []
            for _ in 0..<number(below: 12) {
                if number(below: 3) == 0 {
                    for _ in 0..<number(below: 40) { bytes.append(UInt8(number(below: 256))) }
                } else {
                    bytes += pieces[number(below: pieces.count)]
                }
            }
            let agent = bytes.withRawSpan {
                table.classify($0, ByteSlice(offset: 0, count: $0.byteCount))
            }
            if agent.kind == .human { humans += 1 }
        }
        return humans
    }
}
