/// What a JSON body or a field of a request may hold at most; none of these is a setting.
enum APILimits {
    /// Arrays and objects inside one another.
    static let jsonDepthMax = 32
    /// Values in one JSON text, however small.
    static let jsonValuesMax = 50_000
    /// Bytes of an `Idempotency-Key`.
    static let onceBytesMax = 255
}
