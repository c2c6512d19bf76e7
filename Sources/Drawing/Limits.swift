/// What drawing takes and gives.
enum Limits {
    static let cardWidth = 1_200
    static let cardHeight = 630
    /// Under what previews refuse (300 kB), with room to spare.
    static let cardBytesMax = 290_000
    /// Pixels of a cover, as its own head states them, before anything is decoded.
    static let coverPixelsMax = 40_000_000
    /// The side of the square a card's cover fits in, pixels.
    static let coverSide = 510
    /// Characters (Unicode scalars) of a text that are looked at.
    static let textScalarsMax = 600
    /// Marks that pile up on one letter; the most that any orthography needs.
    static let marksMax = 4
    /// WCAG 2.2 §1.4.3, and a little for the steps between.
    static let contrastMin = 4.55
    /// What this process may use of the machine. Fonts are mapped into its memory, hence the size.
    static let memoryBytesMax = 1_536 * 1_024 * 1_024
    static let cpuSecondsPerOrderMax = 5
    static let openFilesMax = 128
}
