extension Fields: ExpressibleByDictionaryLiteral {
    /// Field lines in the order written; a name may stand twice.
    public init(dictionaryLiteral pairs: (String, String)...) {
        self.init()
        for (name, value) in pairs { append(name, value) }
    }
}
