/// What a frame may hold; both sides of the pipe check it.
public enum Limits {
    /// Bytes of each text of an order. Longer texts are cut before they are sent.
    public static let textBytesMax = 4_096
    public static let coverBytesMax = 10 * 1_024 * 1_024
    /// Bytes of the image that comes back.
    public static let imageBytesMax = 8 * 1_024 * 1_024
    /// Pixels of a scaled cover's width.
    public static let widthMax = 2_048
}
