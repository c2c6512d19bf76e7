/// What may be asked of the things around a link.
enum AroundLimits {
    /// Bytes of a link's list in any of its forms; players take no longer one.
    static let listBytesMax = 100_000
    /// Bytes of them set aside to say that the list goes on.
    static let cutNoteBytesMax = 256
    /// Pixels of a QR code's side.
    static let sidePixelsMin = 64
    static let sidePixelsMax = 2_048
    static let sidePixels = 512
    /// Modules of quiet zone; ISO/IEC 18004 wants four.
    static let marginModulesMax = 16
    static let marginModules = 4
    /// Bytes of all rendered embeds that are kept; a usual one has ten thousand.
    static let embedMemoryBytesMax = 8 * 1_024 * 1_024
    /// Bytes of an address that oEmbed is asked about.
    static let addressBytesMax = 2_048
    /// A side in pixels that oEmbed is asked to keep within; more is as good as none.
    static let embedPixelsMax = 100_000
}
