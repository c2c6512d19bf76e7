// Base64 with the alphabet of URLs and without padding (RFC 4648 §5).

/// The text of `bytes`.
public func base64URL(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 4 + 2) / 3)
    var place = 0
    while place < bytes.count {
        let count = min(3, bytes.count - place)
        var group: UInt32 = 0
        for offset in 0..<3 {
            group = group << 8 | (offset < count ? UInt32(bytes[place + offset]) : 0)
        }
        for character in 0...count {
            let index = UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * character)) & 63
            text.append(base64Character(index))
        }
        place += 3
    }
    return String(decoding: text, as: UTF8.self)
}

/// The bytes `text` stands for; nil if it has other characters, padding, an impossible length or
/// stray bits, so that no two texts give the same bytes.
public func bytes(base64URL text: some StringProtocol) -> [UInt8]? {
    var result: [UInt8] = []
    var group: UInt32 = 0
    var bits = 0
    for character in text.utf8 {
        guard let index = base64Index(character) else { return nil }
        group = group << 6 | UInt32(index)
        bits += 6
        if bits >= 8 {
            bits -= 8
            result.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
            group &= (1 << UInt32(bits)) - 1
        }
    }
    return bits < 6 && group == 0 ? result : nil
}

private func base64Character(_ index: UInt8) -> UInt8 {
    switch index {
    case 0..<26: index + UInt8(ascii: "A")
    case 26..<52: index - 26 + UInt8(ascii: "a")
    case 52..<62: index - 52 + UInt8(ascii: "0")
    case 62: UInt8(ascii: "-")
    default: UInt8(ascii: "_")
    }
}

private func base64Index(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
}
