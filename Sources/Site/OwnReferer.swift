// A Referer of this server itself: its pages lead to each other, so it is no place a fan came from. The page a button was
// pressed on says in its own query over which channel the fan had come to it.
internal import Bytes
internal import HTTP

/// What a Referer says where it is an address of this server.
struct OwnReferer: BitwiseCopyable {
    var isOwn: Bool
    /// The query of this very link's page; empty for every other page.
    var query: ByteSlice

    private static var foreign: OwnReferer {
        @_noLocks get { OwnReferer(isOwn: false, query: .none) }
    }

    /// `host`: the request's Host; `authority`: the one of the base URL, for where a proxy writes another Host.
    @_noLocks
    static func read(
        _ referer: ByteSlice, host: ByteSlice, authority: borrowing FrozenBytes,
        code: ByteSlice, in bytes: RawSpan
    ) -> OwnReferer {
        let start: Int
        if bytes.starts(referer, with: "https://") {
            start = referer.lowerBound &+ 8
        } else if bytes.starts(referer, with: "http://") {
            start = referer.lowerBound &+ 7
        } else {
            return foreign
        }
        var place = start
        while place < referer.upperBound, !isEnd(bytes.byte(place)) { place &+= 1 }
        let named = ByteSlice(offset: start, count: place &- start)
        guard !named.isEmpty else { return foreign }
        if !bytes.equals(named, bytes, host) {
            let whole = ByteSlice(offset: 0, count: authority.count)
            guard authority.equals(whole, bytes, named) else { return foreign }
        }
        var end = place
        while end < referer.upperBound, !isQueryOrFragment(bytes.byte(end)) { end &+= 1 }
        let path = FanPath.read(ByteSlice(offset: place, count: end &- place), in: bytes)
        guard case .visit = path.kind, bytes.equals(path.code, bytes, code),
            end < referer.upperBound,
            bytes.byte(end) == UInt8(ascii: "?")
        else { return OwnReferer(isOwn: true, query: .none) }
        var last = end &+ 1
        while last < referer.upperBound, bytes.byte(last) != UInt8(ascii: "#") { last &+= 1 }
        return OwnReferer(
            isOwn: true, query: ByteSlice(offset: end &+ 1, count: last &- end &- 1))
    }

    @_noLocks
    private static func isEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || isQueryOrFragment(byte)
    }

    @_noLocks
    private static func isQueryOrFragment(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }
}
