// The codes that name recordings and releases everywhere: how they are written, checked and
// compared.

/// A recording's code (ISO 3901): two letters, three letters or digits, seven digits.
public enum ISRC {
    /// Upper case without hyphens and blanks (`GBARL9300135`); nil if that is no ISRC.
    public static func normal(_ text: String) -> String? {
        let bytes = text.uppercased().utf8.filter { $0 != 0x2D && $0 != 0x20 }
        guard bytes.count == 12, text.utf8.count <= 20 else { return nil }
        for (place, byte) in bytes.enumerated() {
            let isLetter = (0x41...0x5A).contains(byte)
            let isDigit = (0x30...0x39).contains(byte)
            switch place {
            case 0, 1: if !isLetter { return nil }
            case 2...4: if !isLetter && !isDigit { return nil }
            default: if !isDigit { return nil }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A release's barcode: UPC-A, EAN-13 and their kin (GS1 General Specifications §7.9).
public enum GTIN {
    /// 8, 12, 13 or 14 digits with a true check digit, leading zeros beyond twelve digits dropped
    /// (`00602445868162` and `602445868162` are one); nil for anything else.
    public static func normal(_ text: String) -> String? {
        let digits = text.utf8.filter { $0 != 0x2D && $0 != 0x20 }
        guard [8, 12, 13, 14].contains(digits.count), text.utf8.count <= 20,
            digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.contains(where: { $0 != 0x30 }), isChecked(digits)
        else { return nil }
        var kept = digits[...]
        while kept.count > 12, kept.first == 0x30 { kept.removeFirst() }
        return String(decoding: kept, as: UTF8.self)
    }

    /// Weights 1 and 3 in turn from the right, the check digit among them: a multiple of ten.
    private static func isChecked(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            sum += Int(digit - 0x30) * (place % 2 == 0 ? 1 : 3)
        }
        return sum % 10 == 0
    }
}
