/// A table of slices of fixed size, in memory of its own: reading one never copies the others.
@safe
public struct SliceTable: ~Copyable {
    @usableFromInline let base: UnsafeMutablePointer<ByteSlice>
    @usableFromInline let capacity: Int

    /// A table of `capacity` empty slices.
    public init(capacity: Int) {
        self.capacity = capacity
        unsafe base = .allocate(capacity: capacity)
        unsafe base.initialize(repeating: .none, count: capacity)
    }

    deinit { unsafe base.deallocate() }

    /// The slice at `place`; `.none` outside the table.
    @inlinable @_noLocks
    public func slice(at place: Int) -> ByteSlice {
        guard place >= 0, place < capacity else { return .none }
        return unsafe base[place]
    }

    /// Keeps `slice` at `place`; outside the table nothing happens.
    @inlinable @_noLocks
    public mutating func keep(_ slice: ByteSlice, at place: Int) {
        guard place >= 0, place < capacity else { return }
        unsafe base[place] = slice
    }
}
