import Smartlink
import Synchronization

/// One thing in a platform's catalogue.
struct Item: Equatable, Sendable {
    var kind: Link.Kind
    var id: String
}

/// What looking for the music came to.
enum Finding: Sendable {
    case found(Item)
    case notReleased
    /// The look-up failed, or cannot be made.
    case ended(SaveOutcome)
}

/// What was found for a recording or release; what was not is looked for anew.
final class Found<Value: Equatable & Sendable>: Sendable {
    private let values = Mutex<[String: Value]>([:])

    func item(_ key: String) -> Value? { values.withLock { $0[key] } }

    func keep(_ value: Value, _ key: String) {
        values.withLock { values in
            if values.count >= Limits.foundMax { values.removeAll() }
            values[key] = value
        }
    }

    /// The platform does not know it (any more), whatever it was found for.
    func forget(_ value: Value) {
        values.withLock { values in values = values.filter { $0.value != value } }
    }
}

typealias FoundItems = Found<Item>

extension SaveOutcome {
    /// What was remembered is dropped where the platform says it is not there.
    func forgetting(_ item: Item, in found: FoundItems) -> SaveOutcome {
        if self == .notReleased { found.forget(item) }
        return self
    }
}

extension SaveTarget {
    /// What the music is looked up by: a recording's ISRC for a track, a release's UPC for an album.
    enum Key: Equatable, Sendable {
        case isrc(String)
        case upc(String)
    }

    var key: Key? {
        switch kind {
        case .track: isrc.map { .isrc($0) }
        case .album: upc.map { .upc($0) }
        case .playlist: nil
        }
    }
}

/// The same number with 12, 13 and 14 digits, as platforms want one or the other; leading zeros do not count.
func upcForms(_ upc: String) -> [String] {
    let digits = String(upc.drop { $0 == "0" })
    return [12, 13, 14].filter { $0 >= digits.utf8.count }.map { count in
        String(repeating: "0", count: count - digits.utf8.count) + digits
    }
}

/// Letters and digits only, so that an id never means anything in a path or a query.
func isPlainID(_ id: some StringProtocol) -> Bool {
    (1...Limits.idBytesMax).contains(id.utf8.count)
        && id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
}

func isNumber(_ id: some StringProtocol) -> Bool {
    (1...18).contains(id.utf8.count) && id.utf8.allSatisfy { $0 &- 0x30 < 10 }
}
