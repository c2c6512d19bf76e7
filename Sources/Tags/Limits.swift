/// What one file may cost.
enum Limits {
    /// The first read; most tags lie in it whole.
    static let headBytes = 16 << 10
    /// The least that is read elsewhere: a disk gives no less.
    static let pieceBytesMin = 4 << 10
    /// A list of comments or a whole tag longer than this is read up to here.
    static let tagBytesMax = 512 << 10
    /// One text; longer ones (pictures in text form, lyrics) are passed over.
    static let textBytesMax = 4 << 10
    /// The same for Ogg, where a picture stands between the comments and cannot be passed over; and how much of it is
    /// read at once.
    static let packetBytesMax = 4 << 20
    static let packetPieceBytes = 256 << 10
    /// Reads of one file, and their bytes together.
    static let readsMax = 48
    static let readBytesMax = 6 << 20
    /// Frames, blocks, boxes or comments looked at one by one.
    static let partsMax = 2_048
    /// Bytes in which MPEG audio must start, and an Ogg file's last page must lie.
    static let soundBytesMax = 64 << 10
    static let pageBytesMax = 66 << 10
    /// Longer music is a damaged length.
    static let durationMsMax: Int64 = 7 * 86_400_000
}
