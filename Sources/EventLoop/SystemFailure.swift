import Glibc

/// A system call that failed: which one, on what, and the number it left in `errno`.
public struct SystemFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public let call: String
    public let code: Int32

    /// Takes the code from `errno`.
    public init(_ call: String) {
        self.call = call
        code = errno
    }

    public init(_ call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    public var description: String {
        let text = unsafe strerror(code).map { unsafe String(cString: $0) }
        return "\(call): \(text ?? "error \(code)")"
    }

    /// Whether another process holds the address already.
    public var isAddressInUse: Bool { code == EADDRINUSE }
}
