import CCurl
import Glibc

/// What the transfer thread does: one turn takes new calls, starts those whose turn it is, lets libcurl work,
/// ends what has ended, sleeps.
final class TransferThread {
    private let queue: TransferQueue
    private let identity: Identity
    /// Calls that wait for their turn, by origin, oldest first.
    private var lines: [String: ArraySlice<Call>] = [:]
    private var waiting = 0
    private var running: [EasyHandle: Transfer] = [:]
    private var runningTo: [String: Int] = [:]
    private var idleHandles: [EasyHandle] = []

    /// What all requests have in common.
    struct Identity: Sendable {
        var userAgent: String
        /// A file of certificates to trust instead of the system's.
        var certificates: String?
    }

    init(_ queue: TransferQueue, _ identity: Identity) {
        self.queue = queue
        self.identity = identity
        let options: [(CURLMoption, Int)] = [
            (CURLMOPT_MAX_HOST_CONNECTIONS, Limits.hostConnectionsMax),
            (CURLMOPT_MAX_TOTAL_CONNECTIONS, Limits.connectionsMax),
            (CURLMOPT_MAXCONNECTS, Limits.connectionsMax),
        ]
        for (option, value) in options { unsafe segue_set_multi(queue.multi, option, value) }
    }

    /// Works until the queue is closed.
    func run() {
        while true {
            let turn = queue.take(held: running.count + waiting)
            if turn.isClosed {
                end(turn.calls)
                return
            }
            for call in turn.calls {
                lines[call.errand.origin, default: []].append(call)
                waiting += 1
            }
            if turn.hasCancelled { endCancelled() }
            if waiting > 0 { startWaiting() }
            var count: Int32 = 0
            unsafe curl_multi_perform(queue.multi, &count)
            // What has ended makes room for what waits.
            if takeMessages(), waiting > 0 { continue }
            unsafe curl_multi_poll(queue.multi, nil, 0, Limits.pauseMs, nil)
        }
    }

    // MARK: Starting

    private func startWaiting() {
        let now = monotonicMs()
        for origin in Array(lines.keys) {
            guard var line = lines.removeValue(forKey: origin) else { continue }
            while let call = line.first {
                if call.isCancelled {
                    call.end(.cancelled)
                } else if call.deadline <= now {
                    call.end(.timedOut)
                } else if runningTo[origin, default: 0] < call.errand.togetherMax,
                    running.count < Limits.connectionsMax
                {
                    start(call, now: now)
                } else {
                    break
                }
                line.removeFirst()
                waiting -= 1
            }
            if !line.isEmpty { lines[origin] = line }
        }
    }

    private func start(_ call: Call, now: UInt64) {
        guard let easy = idleHandles.popLast() ?? EasyHandle() else {
            return call.end(.overloaded)
        }
        let transfer = Transfer(call, easy)
        let isReady = transfer.prepare(identity, totalMs: Int(call.deadline - now))
        guard isReady, unsafe curl_multi_add_handle(queue.multi, easy.pointer) == CURLM_OK else {
            release(easy)
            return call.end(.malformed)
        }
        running[easy] = transfer
        runningTo[call.errand.origin, default: 0] += 1
    }

    // MARK: Ending

    private func takeMessages() -> Bool {
        var hasEnded = false
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(queue.multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE,
                let pointer = unsafe message.pointee.easy_handle
            else { continue }
            // The message dies with the handle's removal.
            let code = unsafe segue_result(message)
            let easy = unsafe EasyHandle(pointer)
            if let transfer = remove(easy) {
                transfer.call.end(transfer.outcome(code))
                release(easy)
            }
            hasEnded = true
        }
        return hasEnded
    }

    private func endCancelled() {
        for (easy, transfer) in running where transfer.call.isCancelled {
            _ = remove(easy)
            transfer.call.end(.cancelled)
            release(easy)
        }
        for (origin, line) in lines {
            let left = line.filter { call in
                // Looked at once: it may be cancelled between two looks.
                let isCancelled = call.isCancelled
                if isCancelled { call.end(.cancelled) }
                return !isCancelled
            }
            waiting -= line.count - left.count
            lines[origin] = left.isEmpty ? nil : left[...]
        }
    }

    private func end(_ calls: [Call]) {
        for call in calls + lines.values.joined() { call.end(.closed) }
        for easy in Array(running.keys) {
            if let transfer = remove(easy) { transfer.call.end(.closed) }
            easy.close()
        }
        for easy in idleHandles { easy.close() }
    }

    private func remove(_ easy: EasyHandle) -> Transfer? {
        guard let transfer = running.removeValue(forKey: easy) else { return nil }
        unsafe curl_multi_remove_handle(queue.multi, easy.pointer)
        let origin = transfer.call.errand.origin
        let left = runningTo[origin, default: 1] - 1
        runningTo[origin] = left > 0 ? left : nil
        return transfer
    }

    private func release(_ easy: EasyHandle) {
        if idleHandles.count < Limits.handlesKept {
            easy.reset()
            idleHandles.append(easy)
        } else {
            easy.close()
        }
    }
}

/// Milliseconds of a clock that never jumps.
func monotonicMs() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
}
