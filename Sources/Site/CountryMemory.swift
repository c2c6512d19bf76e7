internal import Bytes
internal import Smartlink

/// The countries of the last addresses seen, one loop's own: a fan who stays is looked up once.
struct CountryMemory {
    private var addresses: [PeerAddress]
    private var countries: [ShortCode]
    /// A power of two; the slot is the upper byte of a mixed address.
    static let slots = 256

    init() {
        addresses = Array(repeating: PeerAddress(high: 0, low: 0), count: Self.slots)
        countries = Array(repeating: .unknown, count: Self.slots)
    }

    /// The country of `address`, asked of `lookup` unless it was among the last.
    mutating func country(of address: PeerAddress, _ lookup: any CountryLookup) -> ShortCode {
        let mixed = (address.low ^ address.high &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
        let slot = Int(mixed >> 56)
        if addresses[slot] == address { return countries[slot] }
        let found = lookup.country(of: address)
        addresses[slot] = address
        countries[slot] = found
        return found
    }

    mutating func forget() { self = CountryMemory() }
}
