/// Why bytes cannot be had.
enum Gap: Error {
    /// They have to be read first.
    case wanted(Range<Int>)
    /// The file does not have them.
    case outside
}

/// What has been read of a file so far.
struct Pieces: Sendable {
    private(set) var fileBytes: Int
    private var pieces: [(start: Int, bytes: [UInt8])] = []
    private var bytesRead = 0

    init(fileBytes: Int) { self.fileBytes = fileBytes }

    mutating func add(_ bytes: [UInt8], of range: Range<Int>) {
        let bytes = Array(bytes.prefix(range.count))
        // Shorter than it was: what lies behind is gone.
        if bytes.count < range.count { fileBytes = range.lowerBound + bytes.count }
        bytesRead += bytes.count
        pieces.append((range.lowerBound, bytes))
    }

    /// Whether the file may cost that as well.
    func canTake(_ range: Range<Int>) -> Bool {
        pieces.count < Limits.readsMax && bytesRead + range.count <= Limits.readBytesMax
    }

    /// So many bytes from `start`.
    ///
    /// Where they have to be read, so much is read at once.
    func bytes(
        _ start: Int, _ count: Int, atOnce pieceBytes: Int = Limits.pieceBytesMin
    ) throws(Gap) -> ArraySlice<UInt8> {
        guard start >= 0, count >= 0, start <= fileBytes, count <= fileBytes - start else {
            throw .outside
        }
        if count == 0 { return [] }
        for piece in pieces where start >= piece.start {
            let offset = start - piece.start
            if offset <= piece.bytes.count, count <= piece.bytes.count - offset {
                return piece.bytes[offset..<offset + count]
            }
        }
        let end = start + min(max(count, pieceBytes), fileBytes - start)
        throw .wanted(start..<end)
    }

    /// As many of them as the file has.
    func some(_ start: Int, atMost count: Int) throws(Gap) -> ArraySlice<UInt8> {
        guard start >= 0, start <= fileBytes else { throw .outside }
        return try bytes(start, min(count, fileBytes - start))
    }

    func byte(_ start: Int) throws(Gap) -> UInt8 {
        try bytes(start, 1).first ?? 0
    }

    /// `count` (1 to 8) bytes, the highest first; what exceeds a positive integer is outside any file.
    func big(_ start: Int, _ count: Int) throws(Gap) -> Int {
        guard let number = Int(exactly: try bytes(start, count).big) else { throw .outside }
        return number
    }
}

extension ArraySlice<UInt8> {
    /// All bytes as one number, the highest first; at most eight.
    var big: UInt64 { reduce(0) { $0 << 8 | UInt64($1) } }
    /// All bytes as one number, the lowest first; at most eight.
    var little: UInt64 { reversed().reduce(0) { $0 << 8 | UInt64($1) } }

    /// So many bytes from the start of the slice on; nil if they are not all there.
    func part(_ offset: Int, _ count: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, count >= 0, offset <= self.count, count <= self.count - offset else {
            return nil
        }
        return self[startIndex + offset..<startIndex + offset + count]
    }
}

extension String {
    /// UTF-8, repaired where it is none.
    init(utf8 bytes: some Collection<UInt8>) { self.init(decoding: bytes, as: UTF8.self) }

    /// ISO 8859-1.
    init(latin1 bytes: some Collection<UInt8>) {
        self.init(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
