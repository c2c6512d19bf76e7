// Reads a music file's tags without doing any I/O: whoever has the file reads the pieces that are asked for. A file of
// 100 MB costs two or three reads.
//
//   var reading = TagReading(fileBytes: size)
//   while let range = reading.wanted { reading.take(read(range)) }
//   reading.tags

/// The reading of one file.
///
/// Whatever the bytes say, it ends after a bounded number of reads; what was understood until then is kept.
public struct TagReading: Sendable {
    /// The bytes to read next; nil: there is nothing more to read.
    public private(set) var wanted: Range<Int>?
    /// What is known; nil if it is no music file of a known form.
    public private(set) var tags: TrackTags?
    private var pieces: Pieces

    /// `fileBytes` as the file system tells it.
    public init(fileBytes: Int) {
        pieces = Pieces(fileBytes: max(0, fileBytes))
        let head = min(pieces.fileBytes, Limits.headBytes)
        wanted = head > 0 ? 0..<head : nil
    }

    /// Takes the bytes of `wanted`; fewer if the file has become shorter, none if it cannot be read.
    public mutating func take(_ bytes: [UInt8]) {
        guard let range = wanted else { return }
        wanted = nil
        pieces.add(bytes, of: range)
        // From the start each time: it is a few hundred bytes' work, and no state has to be kept.
        var found = TrackTags()
        do throws(Gap) {
            guard let format = try FileFormat(pieces) else { return }
            // Kept as far as it got, should it want more than there is.
            defer { tags = found }
            try format.read(pieces, &found)
        } catch {
            if case .wanted(let next) = error, pieces.canTake(next) { wanted = next }
        }
    }
}

/// What kind of file it is, by its first bytes.
enum FileFormat {
    case flac(at: Int)
    case mpeg
    case ogg
    case mp4

    init?(_ pieces: Pieces) throws(Gap) {
        let head = try pieces.some(0, atMost: 12)
        if head.starts(with: Array("fLaC".utf8)) {
            self = .flac(at: 0)
        } else if head.starts(with: Array("OggS".utf8)) {
            self = .ogg
        } else if head.dropFirst(4).starts(with: Array("ftyp".utf8)) {
            self = .mp4
        } else if head.starts(with: Array("ID3".utf8)) {
            // Some programs put an ID3 tag before the stream that has comments of its own.
            let end = try ID3Tag.end(pieces)
            let next = end < pieces.fileBytes ? try pieces.some(end, atMost: 4) : []
            self = next.starts(with: Array("fLaC".utf8)) ? .flac(at: end) : .mpeg
        } else if head.first == 0xFF || head.first == 0 {
            self = .mpeg
        } else {
            return nil
        }
    }

    func read(_ pieces: Pieces, _ tags: inout TrackTags) throws(Gap) {
        switch self {
        case .flac(let start): try FLACStream.read(pieces, at: start, &tags)
        case .mpeg: try MPEGFile.read(pieces, &tags)
        case .ogg: try OggStream.read(pieces, &tags)
        case .mp4: try MP4File.read(pieces, &tags)
        }
    }
}
