// From a file on disk to its tags: the few reads `TagReading` asks for.
import Glibc
import Tags

enum TagFile {
    /// What the file says of itself, a file of no known form nothing; nil if it cannot be read.
    static func tags(of path: String) -> TrackTags? {
        // Not waited for: whatever took the file's place since it was looked at may be a pipe.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var facts = stat()
        guard unsafe fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        var reading = TagReading(fileBytes: Int(facts.st_size))
        while let range = reading.wanted {
            guard let bytes = bytes(file, range) else { return nil }
            reading.take(bytes)
        }
        return reading.tags ?? TrackTags()
    }

    private static func bytes(_ file: Int32, _ range: Range<Int>) -> [UInt8]? {
        var isRead = true
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let got = unsafe pread(
                    file, buffer.baseAddress.map { unsafe $0 + count }, range.count - count,
                    off_t(range.lowerBound + count))
                if got < 0, errno == EINTR { continue }
                if got < 0 { isRead = false }
                if got <= 0 { break }
                count += got
            }
        }
        return isRead ? bytes : nil
    }

    /// A title for a file without one: its name without number and ending (`03 - Sleeper.mp3`).
    static func title(ofFile path: String) -> String {
        let name = path[
            (path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...]
        let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
        let rest = stem.drop { $0.isNumber }.drop { " .-_".contains($0) }
        return String(rest.isEmpty ? stem : rest)
    }
}
