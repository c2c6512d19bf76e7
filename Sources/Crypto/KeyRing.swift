// The seal of a secret, in this order:
//
//   1   version, 1
//   4   id of the key: the first bytes of HMAC-SHA-256(key, "segue key id")
//   12  nonce, random
//   n   ciphertext (AES-256-GCM)
//   16  tag
//
// Associated: version, key id, the row's number (8 bytes, big-endian), so that a seal moved to another row
// does not open. A folder of keys holds 1.key, 2.key, …: the one with the highest number seals, all open.
import Bytes
public import Smartlink
import Synchronization

/// The vault's keys, outside the database.
///
/// Nonces are random: one key is good for 2^32 seals (NIST SP 800-38D §8.3), then `rotate()`.
public final class KeyRing: Vault {
    private struct Key {
        var id: [UInt8]
        var bytes: [UInt8]

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            id = Array(HMACSHA256.code(Array("segue key id".utf8), key: bytes).prefix(idBytes))
        }
    }

    /// Signs what fans carry (`SignedToken`); it does not rotate, so that links in old letters work.
    public let signingKey: [UInt8]

    private let folder: String
    private let given: String?
    private let keys: Mutex<[Key]>

    private static let version: UInt8 = 1
    private static let idBytes = 4
    private static let headBytes = 1 + idBytes + Seal.nonceBytes

    /// Opens the keys in `folder`, and makes them at the first start.
    ///
    /// With `keyFile` the sealing keys are that file's (the newest first) and none are made; the signing key is
    /// kept in `folder` all the same. Fails with `unavailable` for a file others can read or that holds no key.
    public init(folder: String, keyFile: String? = nil) throws(Failure) {
        try KeyFile.makeFolder(folder)
        self.folder = folder
        given = keyFile
        let signing = "\(folder)/signing"
        if !(try KeyFile.names(in: folder).contains("signing")) {
            _ = try KeyFile.write(randomBytes(Seal.keyBytes), to: signing)
        }
        signingKey = try KeyFile.keys(in: signing, seenBy: .owner)[0]
        if keyFile == nil, try Self.numbers(in: folder).isEmpty {
            _ = try KeyFile.write(randomBytes(Seal.keyBytes), to: "\(folder)/1.key")
        }
        keys = Mutex(try Self.load(folder, given: keyFile))
    }

    public func seal(_ secret: [UInt8], row: Int64) throws(Failure) -> [UInt8] {
        guard secret.count <= Limits.secretBytesMax else {
            throw Failure(.tooLarge, "A secret of this length is not kept.")
        }
        let key = keys.withLock { $0[0] }
        let nonce = randomBytes(Seal.nonceBytes)
        let sealed = Seal.seal(
            secret, key: key.bytes, nonce: nonce, associated: Self.associated(key.id, row))
        return [Self.version] + key.id + nonce + sealed
    }

    public func open(_ sealed: [UInt8], row: Int64) throws(Failure) -> [UInt8] {
        let refusal = Failure(
            .unavailable, "A sealed secret does not open: its key is lost or it was changed.")
        guard sealed.count >= Self.headBytes + Seal.tagBytes, sealed[0] == Self.version else {
            throw refusal
        }
        let id = Array(sealed[1...Self.idBytes])
        let nonce = Array(sealed[(1 + Self.idBytes)..<Self.headBytes])
        guard let key = try key(id),
            let secret = Seal.open(
                Array(sealed[Self.headBytes...]), key: key.bytes, nonce: nonce,
                associated: Self.associated(id, row))
        else { throw refusal }
        return secret
    }

    /// Adds a key that seals from now on; what was sealed before still opens.
    ///
    /// Another process finds it by `reload()`, or when it meets the first seal under it.
    public func rotate() throws(Failure) {
        if let given {
            throw KeyFile.refusal(
                "the keys are those of \(given): write a new one into its first line and keep the others below"
            )
        }
        repeat {
            let numbers = try Self.numbers(in: folder)
            guard numbers.count < Limits.keysMax else {
                throw KeyFile.refusal("\(folder) holds \(numbers.count) keys already; reseal first")
            }
            let path = "\(folder)/\((numbers.max() ?? 0) + 1).key"
            if try KeyFile.write(randomBytes(Seal.keyBytes), to: path) { break }
        } while true
        try reload()
    }

    /// Reads the keys anew.
    public func reload() throws(Failure) {
        let loaded = try Self.load(folder, given: given)
        keys.withLock { $0 = loaded }
    }

    /// The same secret under the newest key; nil if it is under that already.
    public func reseal(_ sealed: [UInt8], row: Int64) throws(Failure) -> [UInt8]? {
        let newest = keys.withLock { $0[0].id }
        if sealed.count > Self.idBytes, Array(sealed[1...Self.idBytes]) == newest { return nil }
        return try seal(open(sealed, row: row), row: row)
    }

    private func key(_ id: [UInt8]) throws(Failure) -> Key? {
        if let known = keys.withLock({ $0.first { $0.id == id } }) { return known }
        try reload()
        return keys.withLock { $0.first { $0.id == id } }
    }

    private static func associated(_ id: [UInt8], _ row: Int64) -> [UInt8] {
        let row = UInt64(bitPattern: row)
        return [version] + id + (0..<8).map { UInt8(truncatingIfNeeded: row >> (56 - 8 * $0)) }
    }

    /// Newest first.
    private static func load(_ folder: String, given: String?) throws(Failure) -> [Key] {
        var keys: [Key] = []
        if let given { keys += try KeyFile.keys(in: given, seenBy: .group).map { Key($0) } }
        for number in try numbers(in: folder).sorted(by: >).prefix(Limits.keysMax) {
            keys.append(Key(try KeyFile.keys(in: "\(folder)/\(number).key", seenBy: .owner)[0]))
        }
        guard !keys.isEmpty else { throw KeyFile.refusal("\(folder) holds no key any more") }
        return keys
    }

    private static func numbers(in folder: String) throws(Failure) -> [Int] {
        try KeyFile.names(in: folder).compactMap { name in
            guard name.hasSuffix(".key"), let number = Int(name.dropLast(4)), number > 0 else {
                return nil
            }
            return number
        }
    }
}
