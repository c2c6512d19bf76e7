import Smartlink
import Testing

@testable import MCP

struct SessionsTests {
    private func random(_ number: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    @Test func `past the limit the session used longest ago ends`() {
        let sessions = Sessions()
        var names: [String] = []
        for number in 0..<Limits.sessionsMax {
            names.append(
                sessions.begin(
                    owner: [1], speaking: .newest, at: Instant(ms: Int64(number)),
                    random: random(number)))
        }
        let now = Instant(ms: Int64(Limits.sessionsMax))
        #expect(sessions.use(names[0], owner: [1], at: now) == .newest)
        _ = sessions.begin(
            owner: [1], speaking: .newest, at: now, random: random(Limits.sessionsMax))
        #expect(sessions.count == Limits.sessionsMax)
        #expect(sessions.use(names[0], owner: [1], at: now) == .newest)
        #expect(sessions.use(names[1], owner: [1], at: now) == nil)
    }

    @Test func `a session is its owner's alone`() {
        let sessions = Sessions()
        let now = Instant(ms: 0)
        let name = sessions.begin(owner: [1], speaking: .march2025, at: now, random: random(1))
        #expect(sessions.use(name, owner: [2], at: now) == nil)
        #expect(sessions.use(name, owner: [1], at: now) == .march2025)
        #expect(!sessions.end(name, owner: [2]))
        #expect(sessions.end(name, owner: [1]))
    }
}
