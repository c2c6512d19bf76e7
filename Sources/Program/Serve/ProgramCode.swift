// Starting runs through much that serving never needs again: binding the libraries, reading the configuration,
// compiling tables. What has run once stays resident until the machine is short of memory; letting go of it when
// the start is over leaves resident what serving takes.
import Glibc

/// The code and constants of the program and its libraries, as the kernel maps them.
enum ProgramCode {
    /// Lets go of all that has been touched so far; what is needed again comes back from the page cache at its next use.
    static func letGo() {
        guard let maps = try? ProgramFile.read("/proc/self/smaps") else { return }
        for range in mappings(in: String(decoding: maps, as: UTF8.self)) {
            let start = unsafe UnsafeMutableRawPointer(bitPattern: range.lowerBound)
            unsafe madvise(start, range.count, MADV_DONTNEED)
        }
    }

    /// The mappings of files in a text as proc_pid_smaps(5) tells that can neither be written to nor have been:
    /// letting go of them loses nothing.
    static func mappings(in text: String) -> [Range<UInt>] {
        var found: [Range<UInt>] = []
        var candidate: Range<UInt>?
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 5)
            if words.count >= 5, let range = addresses(words[0]) {
                let isFile = words.count == 6 && words[5].drop(while: { $0 == " " }).first == "/"
                candidate = isFile && ["r-xp", "r--p"].contains(words[1]) ? range : nil
            } else if words.first == "Anonymous:", let range = candidate {
                if words.dropFirst().first == "0" { found.append(range) }
                candidate = nil
            }
        }
        return found
    }

    private static func addresses(_ word: Substring) -> Range<UInt>? {
        let ends = word.split(separator: "-").map { UInt($0, radix: 16) }
        guard ends.count == 2, let start = ends[0], let end = ends[1], start < end else {
            return nil
        }
        return start..<end
    }
}
