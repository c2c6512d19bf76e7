/// A few blocks of addresses: the proxies an operator trusts. Each loop makes its own from the
/// settings.
@safe
public struct NetworkSet: ~Copyable {
    private let base: UnsafeMutablePointer<CIDR>
    private let count: Int

    /// Blocks a set can hold: it is searched from end to end.
    public static let capacity = 64

    /// Nil if there are more than `capacity`.
    public init?(_ blocks: [CIDR]) {
        guard blocks.count <= Self.capacity else { return nil }
        count = blocks.count
        unsafe base = .allocate(capacity: max(1, count))
        for (place, block) in blocks.enumerated() { unsafe (base + place).initialize(to: block) }
    }

    deinit { unsafe base.deallocate() }

    public var isEmpty: Bool { @_noLocks get { count == 0 } }

    @_noLocks
    public func contains(_ address: PeerAddress) -> Bool {
        var place = 0
        while place < count {
            if unsafe base[place].contains(address) { return true }
            place &+= 1
        }
        return false
    }
}
