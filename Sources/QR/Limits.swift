/// What one symbol may hold.
enum Limits {
    /// Bytes of a text: a link's address is far shorter, and dense symbols cannot be read from a poster.
    static let textBytesMax = 512
}
