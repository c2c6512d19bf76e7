// Letters in the folder hold addresses, so they go when the addresses do. Their names tell which:
//
//   20261121T075915Z-<hash of the recipient>-<random>.eml     and .….new, while it is being written
import Bytes
import Glibc
public import Smartlink

extension OutboxFolder {
    /// Removes the letters to these addresses, whose fan asked to be forgotten.
    public func remove(lettersTo recipients: Set<String>) {
        let tags = Set(recipients.map(Self.tag))
        if tags.isEmpty { return }
        remove { _, tag in tags.contains(tag) }
    }

    /// Removes letters that were laid down before then.
    public func remove(lettersBefore moment: Instant) {
        let stamp = Self.stamp(moment)
        // Stamps of one length: their order is that of time.
        remove { laid, _ in laid < stamp }
    }

    private func remove(where isOver: (_ stamp: String, _ tag: String) -> Bool) {
        for name in names() {
            let parts = name.drop { $0 == "." }.split(
                separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 3, isOver(String(parts[0]), String(parts[1])) else { continue }
            unsafe unlink("\(folder)/\(name)")
        }
    }

    private func names() -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".eml") || name.hasSuffix(".new") { names.append(name) }
        }
        return names
    }

    /// Finds a recipient's letters again; capitals do not count. It hides nothing: the address is in the letter.
    static func tag(_ recipient: String) -> String {
        var hash = SipHash(key: HashKey(low: 0, high: 0))
        let bytes = Array(recipient.lowercased().utf8)
        bytes.withRawSpan { hash.add($0, ByteSlice(offset: 0, count: bytes.count)) }
        return String(hash.finish(), radix: 36)
    }

    /// `20261121T075915Z`
    static func stamp(_ moment: Instant) -> String {
        Instant(ms: moment.ms / 1_000 * 1_000).rfc3339.filter { $0 != "-" && $0 != ":" }
    }
}
