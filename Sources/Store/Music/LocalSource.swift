public import Smartlink
import Synchronization

/// The music folders of this machine as a source; its first question has them scanned.
public final class LocalSource: LocalMusic {
    public let id = "local"
    private let index: MusicIndex
    private let folders: MusicFolders
    private let progress: @Sendable (ScanTally) -> Void
    private let scanning = Mutex<Task<Result<ScanTally, StoreFailure>, Never>?>(nil)

    public init(
        _ index: MusicIndex, _ folders: MusicFolders,
        progress: @escaping @Sendable (ScanTally) -> Void = { _ in }
    ) {
        self.index = index
        self.folders = folders
        self.progress = progress
    }

    /// Scans, once however often it is called.
    @discardableResult
    public func scan() async -> Result<ScanTally, StoreFailure> {
        let task = scanning.withLock { scanning in
            if let scanning { return scanning }
            let task = Task { [index, folders, progress] () -> Result<ScanTally, StoreFailure> in
                do throws(StoreFailure) {
                    return .success(try await index.scan(folders, progress: progress))
                } catch {
                    return .failure(error)
                }
            }
            scanning = task
            return task
        }
        return await task.value
    }

    public func mark() async -> Int64 {
        if index.hasChanged(folders) { await scan() }
        return index.generation
    }

    public func takes(_ clue: Clue) -> Bool {
        switch clue {
        case .isrc: true
        case .words(let music): music.kind == .track
        case .upc, .address: false
        }
    }

    public func find(_ clue: Clue, market: String) async -> SourceAnswer {
        if case .failure = await scan() { return .failed(SourceFailure(.unreachable)) }
        do throws(StoreFailure) {
            var found: [Candidate] = []
            switch clue {
            case .isrc(let isrc):
                found = try index.tracks(isrc: isrc, in: folders).map { $0.candidate(.code) }
            case .words(let music):
                if let isrc = music.isrc {
                    found = try index.tracks(isrc: isrc, in: folders).map { $0.candidate(.code) }
                }
                // The code cannot err, and long playlists need not wait for words.
                if found.isEmpty {
                    found = try index.tracks(like: music, in: folders).map { $0.candidate(.words) }
                }
            case .upc, .address: break
            }
            return found.isEmpty ? .missed : .found(found)
        } catch {
            return .failed(SourceFailure(.unreachable))
        }
    }

    public func tracks(ofAlbum title: String, by artist: String) async -> [LocalTrack] {
        if case .failure = await scan() { return [] }
        return (try? index.tracks(ofAlbum: title, by: artist, in: folders)) ?? []
    }
}

extension LocalTrack {
    func candidate(_ basis: Candidate.Basis) -> Candidate {
        var music = Music(kind: .track, title: title, artist: artist)
        music.album = album
        music.isrc = isrc
        music.durationMs = durationMs
        return Candidate(platform: "local", id: path, url: fileURL, music: music, basis: basis)
    }

    /// RFC 8089.
    private var fileURL: String {
        var url = "file://"
        for byte in path.utf8 {
            let isPlain =
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E: true
                default: false
                }
            url += isPlain ? String(Unicode.Scalar(byte)) : "%" + Self.hex(byte)
        }
        return url
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }
}
