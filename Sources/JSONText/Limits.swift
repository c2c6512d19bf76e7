/// What a JSON text may hold at most.
enum Limits {
    /// Arrays and objects inside one another.
    static let depthMax = 32
    /// Values in one text, however small.
    static let valuesMax = 50_000
}
