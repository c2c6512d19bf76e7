// Codes as somebody typed them: the normal form, or what is wrong, down to the character.

extension ISRC {
    /// The normal form. Errors: `invalid_field` at `field`.
    public static func checked(_ text: String, field: String) throws(Failure) -> String {
        guard let normal = normal(text) else {
            throw FieldCheck.flaw(field, flaw(text) ?? "use an ISRC such as GBARL9300135")
        }
        return normal
    }

    /// What keeps `text` from being one, for who wrote it; nil if it is an ISRC.
    public static func flaw(_ text: String) -> String? {
        if normal(text) != nil { return nil }
        let characters = CodeText.characters(text)
        // A wrong character is named first: it is why the count is off as often as not.
        for (place, character) in characters.prefix(12).enumerated() {
            let isLetter = character.isASCII && character.isLetter
            let isDigit = character.isASCII && character.isNumber
            let wanted: String? =
                switch place {
                case 0, 1: isLetter ? nil : "a letter"
                case 2...4: isLetter || isDigit ? nil : "a letter or digit"
                default: isDigit ? nil : "a digit"
                }
            if let wanted {
                return "the \(CodeText.ordinal(place + 1)) character must be \(wanted), not "
                    + "\(CodeText.quoted(character)), in an ISRC such as GBARL9300135"
            }
        }
        if characters.count != 12 {
            return
                "an ISRC has 12 characters, such as GBARL9300135; this one has \(characters.count)"
        }
        return "write the 12 characters of the ISRC alone, such as GBARL9300135"
    }
}

extension GTIN {
    /// The normal form. Errors: `invalid_field` at `field`.
    public static func checked(_ text: String, field: String) throws(Failure) -> String {
        guard let normal = normal(text) else {
            throw FieldCheck.flaw(field, flaw(text) ?? "use a UPC or EAN")
        }
        return normal
    }

    /// What keeps `text` from being one, for who wrote it; nil if it is a UPC or EAN.
    public static func flaw(_ text: String) -> String? {
        if normal(text) != nil { return nil }
        let characters = CodeText.characters(text)
        for (place, character) in characters.enumerated()
        where !(character.isASCII && character.isNumber) {
            return "the \(CodeText.ordinal(place + 1)) character must be a digit, not "
                + "\(CodeText.quoted(character)), in a UPC or EAN"
        }
        guard [8, 12, 13, 14].contains(characters.count) else {
            return "a UPC has 12 digits, an EAN 8, 13 or 14; this one has \(characters.count)"
        }
        let digits = characters.compactMap(\.wholeNumberValue)
        guard digits.contains(where: { $0 != 0 }) else { return "a UPC is not all zeros" }
        var sum = 0
        for (place, digit) in digits.dropLast().reversed().enumerated() {
            sum += digit * (place % 2 == 0 ? 3 : 1)
        }
        let check = (10 - sum % 10) % 10
        if let last = digits.last, last != check {
            return
                "the check digit, the last one, should be \(check), not \(last), or a digit before it is wrong"
        }
        return "write the digits of the UPC or EAN alone"
    }
}

private enum CodeText {
    /// Without the hyphens and blanks codes are printed with.
    static func characters(_ text: String) -> [Character] {
        text.filter { $0 != "-" && $0 != " " }.prefix(MusicLimits.addressBytesMax).map { $0 }
    }

    static func quoted(_ character: Character) -> String {
        let scalars = character.unicodeScalars
        guard scalars.count == 1, let first = scalars.first,
            first.properties.isWhitespace || FieldCheck.isControl(first)
        else { return "‘\(character)’" }
        return "U+\(String(first.value, radix: 16, uppercase: true))"
    }

    static func ordinal(_ number: Int) -> String {
        switch number {
        case 1: "1st"
        case 2: "2nd"
        case 3: "3rd"
        default: "\(number)th"
        }
    }
}
