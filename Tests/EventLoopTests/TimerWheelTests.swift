import Testing

@testable import EventLoop

struct TimerWheelTests {
    func drain(_ wheel: inout TimerWheel, nowMs: Int64) -> [Int] {
        var all: [Int] = []
        while let index = wheel.nextDue(nowMs: nowMs) { all.append(index) }
        return all
    }

    @Test func `a timer fires after its time and not before`() {
        var wheel = TimerWheel(capacity: 8, tickMs: 10, nowMs: 1000)
        wheel.schedule(3, dueMs: 1055)
        #expect(drain(&wheel, nowMs: 1059) == [])
        #expect(drain(&wheel, nowMs: 1060) == [3])
        #expect(wheel.count == 0)
        #expect(wheel.msToNextTick(nowMs: 1060) == -1)
    }

    @Test func `a timer set again moves both ways`() {
        var wheel = TimerWheel(capacity: 8, tickMs: 10, nowMs: 0)
        wheel.schedule(1, dueMs: 500)
        wheel.schedule(1, dueMs: 50)
        #expect(wheel.fires(1, by: 50) == true)
        #expect(drain(&wheel, nowMs: 100) == [1])
        wheel.schedule(1, dueMs: 200)
        wheel.schedule(1, dueMs: 400)
        #expect(wheel.fires(1, by: 200) == false)
        #expect(drain(&wheel, nowMs: 300) == [])
        #expect(drain(&wheel, nowMs: 500) == [1])
    }

    @Test func `a timer beyond one round waits for its own round`() {
        var wheel = TimerWheel(capacity: 8, tickMs: 1, nowMs: 0)
        wheel.schedule(0, dueMs: 100)
        wheel.schedule(1, dueMs: 100 + 512)
        wheel.schedule(2, dueMs: 100 + 1024)
        #expect(drain(&wheel, nowMs: 200) == [0])
        #expect(drain(&wheel, nowMs: 700) == [1])
        #expect(drain(&wheel, nowMs: 1200) == [2])
    }

    @Test func `a cancelled timer never fires, even while its slot is walked`() {
        var wheel = TimerWheel(capacity: 8, tickMs: 10, nowMs: 0)
        for index in 0..<4 { wheel.schedule(index, dueMs: 50) }
        let first = wheel.nextDue(nowMs: 100)
        #expect(first == 3)
        wheel.cancel(2)
        wheel.cancel(0)
        #expect(drain(&wheel, nowMs: 100) == [1])
    }

    @Test func `random timers fire exactly once and in time`() {
        var random = SystemRandomNumberGenerator()
        let seed = random.next() as UInt64
        var state = seed
        func next(_ bound: UInt64) -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(state >> 33) % Int64(bound)
        }
        var wheel = TimerWheel(capacity: 100, tickMs: 7, nowMs: 0)
        var due = [Int64?](repeating: nil, count: 100)
        var now: Int64 = 0
        for _ in 0..<5000 {
            now += next(40)
            while let index = wheel.nextDue(nowMs: now) {
                let time = due[index]
                #expect(time != nil && time.map { $0 <= now } == true, "seed \(seed)")
                due[index] = nil
            }
            for index in 0..<100 {
                if let time = due[index] { #expect(time + 14 > now, "seed \(seed)") }
            }
            let index = Int(next(100))
            if next(4) == 0 {
                wheel.cancel(index)
                due[index] = nil
            } else {
                let time = now + next(9000)
                wheel.schedule(index, dueMs: time)
                due[index] = time
            }
            #expect(wheel.count == due.count { $0 != nil })
        }
    }
}
