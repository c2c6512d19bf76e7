// Walking through folders of music: every file that may be one, each folder once, however links lead in circles.
import Glibc

/// The folders music lies in: whole paths, none within another.
public struct MusicFolders: Equatable, Sendable {
    public private(set) var roots: [String] = []
    /// Those that are not there, or no folders.
    public private(set) var missing: [String] = []

    public init(_ paths: [String]) {
        var found: [String] = []
        for path in paths {
            guard let whole = unsafe realpath(path, nil) else {
                missing.append(path)
                continue
            }
            defer { unsafe free(whole) }
            var facts = stat()
            guard unsafe stat(whole, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR,
                let text = unsafe String(validatingCString: whole)
            else {
                missing.append(path)
                continue
            }
            found.append(text)
        }
        for path in found where !roots.contains(path) {
            let isWithin = found.contains {
                $0 != path && path.hasPrefix($0 == "/" ? "/" : $0 + "/")
            }
            if !isWithin { roots.append(path) }
        }
    }
}

/// One file on the way.
struct WalkedFile {
    var path: String
    var bytes: Int64
    var modifiedNs: Int64
}

/// One walk; every call of `next` reads as far as one file.
@safe
struct MusicWalk: ~Copyable {
    private(set) var unreadable = 0
    private(set) var misnamed = 0
    /// Folders read so far, with their own times from before that.
    private(set) var folders: [(path: String, modifiedNs: Int64)] = []
    private var ahead: [String]
    private var seen: Set<FileIdentity> = []
    private var stream: OpaquePointer?
    private var folder = ""

    private static let extensions: Set<String> = [
        "mp3", "flac", "ogg", "oga", "opus", "m4a", "m4b", "mp4",
    ]

    init(_ roots: [String]) { ahead = roots.reversed() }

    deinit { if let stream = unsafe stream { unsafe closedir(stream) } }

    mutating func next() -> WalkedFile? {
        while true {
            guard let open = unsafe stream else {
                guard let path = ahead.popLast() else { return nil }
                enter(path)
                continue
            }
            errno = 0
            guard let entry = unsafe readdir(open) else {
                if errno != 0 { unreadable += 1 }
                unsafe closedir(open)
                unsafe stream = nil
                continue
            }
            if let file = unsafe look(at: entry, in: open) { return file }
        }
    }

    private mutating func enter(_ path: String) {
        guard let opened = unsafe opendir(path) else {
            unreadable += 1
            return
        }
        var facts = stat()
        guard unsafe fstat(dirfd(opened), &facts) == 0, seen.insert(FileIdentity(facts)).inserted
        else {
            unsafe closedir(opened)
            return
        }
        folders.append((path, facts.modifiedNs))
        unsafe stream = opened
        folder = path == "/" ? "" : path
    }

    @unsafe
    private mutating func look(
        at entry: UnsafeMutablePointer<dirent>, in open: OpaquePointer
    ) -> WalkedFile? {
        let kind = unsafe Int(entry.pointee.d_type)
        let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            unsafe Array(bytes.prefix { $0 != 0 })
        }
        // Hidden ones are other programs' remains: `._title.mp3`, waste bins.
        guard bytes.first != UInt8(ascii: ".") else { return nil }
        let isMusic = Self.isMusic(bytes)
        let mayBeFolder = kind == DT_DIR || kind == DT_LNK || kind == DT_UNKNOWN
        guard isMusic || mayBeFolder else { return nil }
        guard let name = String(validating: bytes, as: UTF8.self) else {
            misnamed += 1
            return nil
        }
        let path = "\(folder)/\(name)"
        if kind == DT_DIR {
            ahead.append(path)
            return nil
        }
        var facts = stat()
        guard unsafe fstatat(dirfd(open), name, &facts, 0) == 0 else {
            // Gone meanwhile, or a link to nowhere.
            if errno != ENOENT || isMusic { unreadable += 1 }
            return nil
        }
        if facts.st_mode & S_IFMT == S_IFDIR { ahead.append(path) }
        guard facts.st_mode & S_IFMT == S_IFREG, isMusic else { return nil }
        return WalkedFile(path: path, bytes: Int64(facts.st_size), modifiedNs: facts.modifiedNs)
    }

    private static func isMusic(_ name: [UInt8]) -> Bool {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), name.count - dot <= 5 else {
            return false
        }
        return extensions.contains(
            String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased())
    }
}

/// Which folder it is, whatever path leads to it.
private struct FileIdentity: Hashable {
    let device: UInt
    let number: UInt

    init(_ facts: stat) {
        device = UInt(facts.st_dev)
        number = UInt(facts.st_ino)
    }
}

extension stat {
    fileprivate var modifiedNs: Int64 {
        Int64(st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(st_mtim.tv_nsec)
    }
}

extension MusicFolders {
    /// The folder's own time; nil if it is gone.
    static func modifiedNs(of path: String) -> Int64? {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { return nil }
        return facts.modifiedNs
    }
}
