public import Bytes
public import EventLoop
public import HTTP

/// The HTTP/1.1 server: event loops on threads of their own, a data plane in each, one control
/// plane behind all.
public final class Server: Sendable {
    /// How a server is set up.
    public struct Configuration: Sendable {
        /// Where to listen; a port of 0 lets the kernel choose.
        public var listen: [Endpoint]
        /// Numbers of sockets that listen already; with any of them `listen` is not used.
        public var inherited: [Int32] = []
        public var loops = 1
        public var limits = Limits()
        /// Whose `X-Forwarded-…` fields are believed; at most `NetworkSet.capacity`.
        public var trustedProxies: [CIDR] = []
        /// Seconds a connection may stay with the kernel until its first byte; 0 turns this off.
        public var deferredSecondsMax: Int32 = 1

        public init(listen: [Endpoint]) {
            self.listen = listen
        }
    }

    private struct State {
        var mailboxes: [Mailbox] = []
        var tallies: [Tally] = []
        var running = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let configuration: Configuration
    private let makePlane: @Sendable (Int, any Waker) -> any DataPlane
    private let control: any ControlPlane
    private let state = Guarded(State())

    /// `makePlane` is called once on each loop's own thread, with the loop's number and its waker.
    public init(
        configuration: Configuration,
        makePlane: @escaping @Sendable (Int, any Waker) -> any DataPlane,
        control: any ControlPlane
    ) {
        self.configuration = configuration
        self.makePlane = makePlane
        self.control = control
    }

    /// Listens and starts the loops; answers where it listens. Call it once.
    ///
    /// An address another process listens on fails with `isAddressInUse`.
    public func start() throws(SystemFailure) -> [Endpoint] {
        Stream.ignoreBrokenPipes()
        let loops = max(1, configuration.loops)
        let settings = try makeSettings(configuration.limits, configuration.trustedProxies)
        let connectionsMax = min(
            configuration.limits.connectionsMax,
            max(Limits.descriptorsReserved, Descriptor.raiseLimit() - Limits.descriptorsReserved))
        var first: [Entrance] = []
        var parts: [LoopParts] = []
        for number in 0..<loops {
            let own = try listen(loop: number, sharing: first)
            if number == 0 { first = own }
            parts.append(try LoopParts(number: number, own))
        }
        state.withLock { state in
            state.mailboxes = parts.map(\.mailbox)
            state.tallies = parts.map(\.tally)
            state.running = loops
        }
        for part in parts {
            do {
                try run(part, settings, connectionsMax: max(1, connectionsMax / loops))
            } catch {
                // Those that run already end by themselves; the others never began.
                for begun in parts { begun.mailbox.post(.drain) }
                for _ in part.number..<loops { hasEnded() }
                throw error
            }
        }
        return first.map { $0.listener.endpoint }
    }

    /// Stops accepting, closes idle connections, finishes requests in flight within
    /// `drainSecondsMax` and ends.
    public func drain() async {
        state.withLock { state in for mailbox in state.mailboxes { mailbox.post(.drain) } }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.running > 0 { state.waiting.append(continuation) }
                return state.running == 0
            }
            if isOver { continuation.resume() }
        }
    }

    /// Changes bounds and trusted proxies; those of connections and ticks stay as they were at the
    /// start.
    public func reload(limits: Limits, trustedProxies: [CIDR]) throws(SystemFailure) {
        let settings = try makeSettings(limits, trustedProxies)
        state.withLock { state in
            for mailbox in state.mailboxes { mailbox.post(.settings(settings)) }
        }
    }

    /// What all loops have done since the start.
    public var counts: ServerCounts {
        let tallies = state.withLock { $0.tallies }
        var counts = ServerCounts()
        for tally in tallies { tally.add(to: &counts) }
        return counts
    }

    private func makeSettings(
        _ limits: Limits, _ proxies: [CIDR]
    ) throws(SystemFailure) -> LoopSettings {
        let most = NetworkSet.capacity
        guard proxies.count <= most else {
            throw SystemFailure("trustedProxies holds more than \(most) blocks", code: 7)
        }
        return LoopSettings(
            limits, trustedProxies: proxies, loops: max(1, configuration.loops))
    }

    /// A loop's own sockets on the addresses; the first loop's decide on ports left to the kernel.
    private func listen(
        loop number: Int, sharing first: [Entrance]
    ) throws(SystemFailure) -> [Entrance] {
        var own: [Entrance] = []
        if !configuration.inherited.isEmpty {
            for (place, inherited) in configuration.inherited.enumerated() {
                own.append(
                    number == 0
                        ? Entrance(try Listener(inheriting: Descriptor(owning: inherited)))
                        : Entrance(try first[place].listener.duplicate()))
            }
            return own
        }
        var options = Listener.Options()
        options.deferredSecondsMax = configuration.deferredSecondsMax
        options.isShared = configuration.loops > 1
        for (place, endpoint) in configuration.listen.enumerated() {
            let chosen = number == 0 ? try probe(endpoint) : first[place].listener.endpoint
            own.append(Entrance(try Listener(chosen, options: options)))
        }
        return own
    }

    /// Fails where somebody listens already: a shared address would silently be shared with a
    /// stranger.
    private func probe(_ endpoint: Endpoint) throws(SystemFailure) -> Endpoint {
        guard configuration.loops > 1 else { return endpoint }
        var alone = Listener.Options()
        alone.isShared = false
        return try Listener(endpoint, options: alone).endpoint
    }

    private func run(
        _ part: LoopParts, _ settings: LoopSettings, connectionsMax: Int
    ) throws(SystemFailure) {
        let makePlane = makePlane
        let control = control
        try LoopThread.start(named: "segue-loop-\(part.number)") { [self] in
            let loop = Loop(
                part, settings: settings, connectionsMax: connectionsMax,
                plane: makePlane(part.number, part.mailbox), control: control)
            loop.relieve = relief(of: loop, part)
            if loop.run() { hasEnded(loop) }
        }
    }

    /// How another thread takes over a loop whose own is caught in a commit.
    private func relief(of loop: Loop, _ part: LoopParts) -> @Sendable () -> Bool {
        let passed = PassedLoop(loop)
        return { [self] in
            do throws(SystemFailure) {
                try LoopThread.start(named: "segue-loop-\(part.number)") {
                    if passed.loop.carryOn() { self.hasEnded(passed.loop) }
                }
                return true
            } catch {
                return false
            }
        }
    }

    private func hasEnded(_ loop: Loop) {
        // The loop holds its own relief, which holds the loop.
        loop.relieve = { false }
        hasEnded()
    }

    private func hasEnded() {
        let waiting = state.withLock { state in
            state.running -= 1
            guard state.running == 0 else { return [CheckedContinuation<Void, Never>]() }
            let waiting = state.waiting
            state.waiting = []
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// A loop on its way from one thread to another.
private final class PassedLoop: @unchecked Sendable {
    // Unchecked: the thread that leaves the loop and the one that takes it over meet under the event log's lock.
    let loop: Loop

    init(_ loop: Loop) { self.loop = loop }
}
