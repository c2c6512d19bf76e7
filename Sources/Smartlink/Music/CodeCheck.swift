extension ISRC {
    /// The normal form. Errors: `invalid_field` at `field`.
    public static func checked(_ text: String, field: String) throws(Failure) -> String {
        guard let normal = normal(text) else {
            throw FieldCheck.flaw(field, flaw(text) ?? "use an ISRC such as GBARL9300135")
        }
        return normal
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
}
