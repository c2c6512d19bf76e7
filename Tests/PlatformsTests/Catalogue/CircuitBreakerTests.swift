import Smartlink
import Testing

@testable import Platforms

struct CircuitBreakerTests {
    private func at(_ ms: Int64) -> Instant { Instant(ms: 1_800_000_000_000 + ms) }

    /// The breaker as something expectations can be had of.
    private final class Fuse {
        private var breaker = CircuitBreaker()

        func admission(at now: Instant) -> CircuitBreaker.Admission { breaker.admission(at: now) }
        func beginProbe() { breaker.beginProbe() }
        func abandonProbe(at now: Instant) { breaker.abandonProbe(at: now) }
        func succeed() -> Bool { breaker.succeed() }
        func fail(isProbe: Bool, at now: Instant) -> Int64? {
            breaker.fail(isProbe: isProbe, at: now)
        }
    }

    private func open() -> Fuse {
        let breaker = Fuse()
        for _ in 0..<5 { _ = breaker.fail(isProbe: false, at: at(0)) }
        return breaker
    }

    @Test func `the fifth failure in a row opens it`() {
        let breaker = Fuse()
        let openings = (0..<6).map { _ in breaker.fail(isProbe: false, at: at(0)) }
        #expect(openings == [nil, nil, nil, nil, 1_000, nil])
        #expect(breaker.admission(at: at(999)) == .refused(ms: 1))
    }

    @Test func `an answer in between starts the count anew`() {
        let breaker = Fuse()
        for _ in 0..<3 {
            for _ in 0..<4 { #expect(breaker.fail(isProbe: false, at: at(0)) == nil) }
            #expect(!breaker.succeed())
        }
        #expect(breaker.admission(at: at(0)) == .free)
    }

    @Test func `each probe that fails doubles the pause, to five minutes`() {
        let breaker = open()
        var now: Int64 = 0
        var pauses: [Int64] = []
        for _ in 0..<11 {
            guard case .refused(let ms) = breaker.admission(at: at(now)) else { break }
            pauses.append(ms / 1_000)
            now += ms
            #expect(breaker.admission(at: at(now)) == .probe)
            breaker.beginProbe()
            _ = breaker.fail(isProbe: true, at: at(now))
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
        #expect(breaker.succeed())
        for _ in 0..<4 { _ = breaker.fail(isProbe: false, at: at(now)) }
        #expect(breaker.fail(isProbe: false, at: at(now)) == 1_000)
    }

    @Test func `while a probe is out others neither go nor decide`() {
        let breaker = open()
        breaker.beginProbe()
        #expect(breaker.admission(at: at(5_000)) == .refused(ms: 1_000))
        #expect(breaker.fail(isProbe: false, at: at(5_000)) == nil)
        #expect(breaker.admission(at: at(5_000)) == .refused(ms: 1_000))
    }

    @Test func `a probe that was given up leaves its place to the next`() {
        let breaker = open()
        breaker.beginProbe()
        breaker.abandonProbe(at: at(2_000))
        #expect(breaker.admission(at: at(2_000)) == .probe)
    }

    @Test func `a clock that is put back does not hold it open`() {
        let breaker = open()
        #expect(breaker.admission(at: at(-1_000_000)) == .probe)
    }
}
