// Hexadecimal (RFC 4648 §8); written in lower case, read in both.

/// The value of a hexadecimal digit; nil if the byte is none.
@inlinable @_noLocks
public func hexDigit(_ byte: UInt8) -> UInt8? {
    if byte &- 0x30 < 10 { return byte &- 0x30 }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter &+ 10 : nil
}

/// The digit, lower case, of a value below 16.
@inlinable @_noLocks
public func hexDigit(of value: UInt8) -> UInt8 {
    let nibble = value & 15
    return nibble < 10 ? nibble &+ 0x30 : nibble &+ 0x57
}

/// Two digits a byte.
public func hexadecimal(_ bytes: [UInt8]) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.count * 2)
    for byte in bytes {
        digits.append(hexDigit(of: byte >> 4))
        digits.append(hexDigit(of: byte))
    }
    return String(decoding: digits, as: UTF8.self)
}

/// The bytes that `text` spells; nil if it is not an even number of digits.
public func bytes(hexadecimal text: some StringProtocol) -> [UInt8]? {
    var result: [UInt8] = []
    var high: UInt8?
    for byte in text.utf8 {
        guard let digit = hexDigit(byte) else { return nil }
        if let first = high {
            result.append(first << 4 | digit)
            high = nil
        } else {
            high = digit
        }
    }
    return high == nil ? result : nil
}
