// Deciding where a fan goes and writing it down, over one prepared route.
import Bytes
import Smartlink

extension MicroCase {
    static func routing() throws -> [MicroCase] {
        let steps = try RouteSteps()
        return [
            MicroCase(name: "decide (?to=)") { steps.decideAsked($0) },
            MicroCase(name: "decide (by device)") { steps.decideByDevice($0) },
            MicroCase(name: "render (location)") { steps.render($0) },
            MicroCase(name: "prepare (route of a link)") { steps.prepare($0) },
        ]
    }
}

private final class RouteSteps {
    private let request = SampleRequests.all[0]
    private let catalogue = SampleLink.catalogue
    private let link: Link
    private let route: [UInt8]
    private var reply = [UInt8](repeating: 0, count: 4_096)

    init() throws {
        link = try SampleLink.make("mira-sleeper", account: 1, destinations: 4)
        route = Route.prepare(link, catalogue: catalogue)
    }

    private func visit(_ turn: Int) -> Visit {
        let os: OperatingSystem = turn & 1 == 0 ? .ios : .android
        return Visit(now: Instant(ms: Int64(1_000 + turn)), agent: Agent(os: os))
    }

    func decideAsked(_ count: Int) -> UInt64 {
        decided(count) { turn in
            var visit = visit(turn)
            visit.asked = UInt8(turn & 3) + 1
            return visit
        }
    }

    func decideByDevice(_ count: Int) -> UInt64 { decided(count) { visit($0) } }

    private func decided(_ count: Int, _ visit: (Int) -> Visit) -> UInt64 {
        let catalogue = catalogue.hot
        return route.withRawSpan { route in
            request.withRawSpan { request in
                var sum: UInt64 = 0
                for turn in 0..<count {
                    let decision = decide(
                        visit(turn), route: route, request: request, catalogue: catalogue)
                    sum &+= UInt64(decision.platform)
                }
                return sum
            }
        }
    }

    func render(_ count: Int) -> UInt64 {
        let catalogue = catalogue.hot
        return route.withRawSpan { route in
            unsafe reply.withUnsafeMutableBytes { memory in
                var sum: UInt64 = 0
                for turn in 0..<count {
                    var sink = unsafe ByteSink(over: memory)
                    let decision = Decision(
                        kind: .redirect, reason: .asked, platform: UInt8(turn & 3) + 1)
                    appendLocation(
                        of: decision, route: route, catalogue: catalogue, form: .tagged, to: &sink)
                    sum &+= UInt64(sink.count)
                }
                return sum
            }
        }
    }

    func prepare(_ count: Int) -> UInt64 {
        var sum: UInt64 = 0
        for _ in 0..<count { sum &+= UInt64(Route.prepare(link, catalogue: catalogue).count) }
        return sum
    }
}
