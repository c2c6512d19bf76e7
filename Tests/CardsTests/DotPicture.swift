// The smallest picture a decoder takes: a PNG of four by four pixels in one colour.
import FoundationEssentials

enum DotPicture {
    static let png = decoded(
        """
        iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGM4oWEDRwzEcQDwgxLBOV5x7gAAAABJRU5ErkJg\
        gg==
        """)

    /// The same with the chunk that makes an APNG of it.
    static let moving = decoded(
        """
        iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAACGFjVEwAAAACAAAAAPONk3AAAAAQSURBVHicYzihYQNHDMRx\
        APCDEsE5XnHuAAAAAElFTkSuQmCC
        """)

    private static func decoded(_ text: String) -> [UInt8] {
        Data(base64Encoded: text).map(Array.init) ?? []
    }
}
