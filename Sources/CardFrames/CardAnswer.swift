// What segue-card writes to its standard output, one frame for each order, in the order they came.
//
//   offset  bytes  what
//        0      4  "SGA1"
//        4      1  0 JPEG, 1 PNG, 2 refused
//        5      1  why it was refused (`Refusal`), else 0
//        6      2  zero
//        8      4  bytes of the image, little-endian; 0 if refused
//       12      …  the image

/// What became of one order.
public enum CardAnswer: Equatable, Sendable {
    case jpeg([UInt8])
    case png([UInt8])
    case refused(Refusal)

    /// Why no picture was made; each is the cover's fault but `undrawable`.
    public enum Refusal: UInt8, Error, Sendable, CaseIterable {
        /// Neither JPEG nor PNG nor WebP by its content.
        case unknownType = 1
        /// Cut off, contradictory or beyond what its decoder takes.
        case broken
        /// More pixels or bytes than are decoded.
        case tooLarge
        case animated
        /// The machine gave too little memory, or the order asked for nothing that can be drawn.
        case undrawable
        /// A picture, and behind it another program's file.
        case mixed
    }

    public var frame: [UInt8] {
        var frame = CardAnswerHead.mark
        let body: [UInt8]
        switch self {
        case .jpeg(let bytes):
            frame += [0, 0]
            body = bytes
        case .png(let bytes):
            frame += [1, 0]
            body = bytes
        case .refused(let why):
            frame += [2, why.rawValue]
            body = []
        }
        frame += [0, 0]
        frame.append(little: body.count, bytes: 4)
        return frame + body
    }
}

/// An answer's first bytes: they say how much follows.
public struct CardAnswerHead: Equatable, Sendable {
    public static let bytes = 12
    static let mark = Array("SGA1".utf8)

    private let outcome: UInt8
    private let refusal: CardAnswer.Refusal?
    public let bodyBytes: Int

    /// Nil for anything that is no answer, or one beyond its limits.
    public init?(_ head: [UInt8]) {
        guard head.count == Self.bytes, head.starts(with: Self.mark), head[4] <= 2,
            head.little(at: 6, bytes: 2) == 0
        else { return nil }
        outcome = head[4]
        refusal = CardAnswer.Refusal(rawValue: head[5])
        bodyBytes = head.little(at: 8, bytes: 4)
        guard bodyBytes <= Limits.imageBytesMax, (outcome == 2) == (refusal != nil),
            (outcome == 2) == (bodyBytes == 0), refusal != nil || head[5] == 0
        else { return nil }
    }

    /// The answer, given the `bodyBytes` that follow; nil if they are fewer or more.
    public func answer(_ body: [UInt8]) -> CardAnswer? {
        guard body.count == bodyBytes else { return nil }
        if let refusal { return .refused(refusal) }
        return outcome == 0 ? .jpeg(body) : .png(body)
    }
}
