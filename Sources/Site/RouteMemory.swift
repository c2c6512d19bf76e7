// One loop's memory of prepared routes in front of the store: what fans open now stays here, what nobody
// opens leaves by itself, and a changed link is forgotten before the next request is answered.
internal import Bytes
internal import Smartlink

/// Prepared routes by code. One thread's own.
@safe
final class RouteMemory {
    private let source: any RouteSource
    private let changes: LinkChanges
    private var cursor: UInt64
    private var cache: ByteCache
    private var place: ByteSlice = .none
    /// Where a route is read into before it is kept.
    private let scratch = Block(bytes: Route.bytesMax)
    /// Eight bytes: the code's hash, under which routes are kept and changes are told.
    private let name = Block(bytes: 8)
    /// Whether the route last found lies in the scratch block (too large to be kept).
    private var isLoose = false

    init(source: any RouteSource, changes: LinkChanges, bytes: Int, key: HashKey) {
        self.source = source
        self.changes = changes
        cursor = changes.newest
        cache = ByteCache(budgetBytes: bytes, key: key)
    }

    /// Looks the code up here, then in the store; false if no link has it. `found` then is its route.
    func find(_ code: ByteSlice, in bytes: RawSpan) -> Bool {
        forgetChanged()
        let hash = LinkChanges.hash(code, in: bytes)
        setName(hash)
        let known = unsafe cache.find(RawSpan(_unsafeBytes: name.bytes(8)), Self.nameSlice)
        if let known {
            place = known
            isLoose = false
            let route = unsafe RawSpan(_unsafeBytes: found)
            // Two codes may share a hash; a route knows its own.
            if route.equals(Route.code(route), bytes, code) { return true }
        }
        return read(code, in: bytes)
    }

    /// The route last found; valid until the next call.
    @unsafe var found: UnsafeRawBufferPointer {
        if isLoose { return unsafe scratch.bytes(Int(place.count)) }
        return unsafe UnsafeRawBufferPointer(
            rebasing: cache.memory[place.lowerBound..<place.upperBound])
    }

    /// Forgets the links that changed since the last call: one atomic load when there are none.
    func forgetChanged() {
        while true {
            switch changes.next(&cursor) {
            case .none: return
            case .overrun: cache.removeAll()
            case .hash(let hash):
                setName(hash)
                _ = unsafe cache.remove(RawSpan(_unsafeBytes: name.bytes(8)), Self.nameSlice)
            }
        }
    }

    func forgetAll() { cache.removeAll() }

    private func read(_ code: ByteSlice, in bytes: RawSpan) -> Bool {
        var sink = scratch.sink()
        guard source.appendRoute(of: code, in: bytes, to: &sink), !sink.overflowed else {
            return false
        }
        let value = unsafe RawSpan(_unsafeBytes: scratch.bytes(sink.count))
        guard Route.isCurrent(value) else { return false }
        let kept = unsafe cache.insert(
            RawSpan(_unsafeBytes: name.bytes(8)), Self.nameSlice, value: value)
        isLoose = kept == nil
        place = kept ?? ByteSlice(offset: 0, count: sink.count)
        return true
    }

    private func setName(_ hash: UInt64) {
        var sink = name.sink()
        sink.append(littleEndian: hash, bytes: 8)
    }

    private static let nameSlice = ByteSlice(offset: 0, count: 8)
}
