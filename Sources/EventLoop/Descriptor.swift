import Glibc

/// An open file descriptor with one owner, closed when the owner ends.
public struct Descriptor: ~Copyable, Sendable {
    public let number: Int32

    public init(owning number: Int32) {
        self.number = number
    }

    /// Gives the descriptor up without closing it.
    public consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    deinit {
        _ = Glibc.close(number)
    }

    /// Lifts the soft limit of open descriptors to the hard one and answers it.
    @discardableResult
    public static func raiseLimit() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return 1024 }
        if limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            _ = unsafe setrlimit(__rlimit_resource_t(7), &limit)
            _ = unsafe getrlimit(__rlimit_resource_t(7), &limit)
        }
        return Int(clamping: limit.rlim_cur)
    }
}
