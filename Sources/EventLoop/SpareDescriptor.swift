import Glibc

/// A descriptor kept for the moment there are none left: given up, it lets one connection be turned
/// away.
public struct SpareDescriptor: ~Copyable, Sendable {
    private var number: Int32

    public init() {
        number = Self.open()
    }

    deinit {
        if number >= 0 { _ = Glibc.close(number) }
    }

    /// Frees the descriptor; false if it is given up already.
    public mutating func giveUp() -> Bool {
        guard number >= 0 else { return false }
        _ = Glibc.close(number)
        number = -1
        return true
    }

    /// Takes one again, if there is one.
    public mutating func restore() {
        if number < 0 { number = Self.open() }
    }

    private static func open() -> Int32 {
        unsafe Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
    }
}
