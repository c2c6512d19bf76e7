/// What a JSON body or a field of a request may hold at most; none of these is a setting.
enum APILimits {
    /// Fans on one page of a list, and on a page that is not asked to be of a size.
    static let pageFansMax = 200
    static let pageFans = 50
    /// Keys of one dimension in a filter of statistics.
    static let filterKeysMax = 100
    /// Bytes of an `Idempotency-Key`.
    static let onceBytesMax = 255
}
