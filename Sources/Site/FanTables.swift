// Everything the fan's path looks things up in and never changes: built once, shared by all loops, replaced
// whole when the operator reloads.
internal import Bytes
internal import HTTP
public import Pages
public import Smartlink

/// The read-only tables of the fan's path.
public final class FanTables: Sendable {
    /// `https://example.org`, without a slash at the end.
    public let baseURL: String
    /// Of `baseURL` (FNV-1a), for the entity tags of all that names it; the same on every machine.
    let addressMark: String
    /// Of `baseURL`, in lower case as browsers write it: `example.org`, `localhost:8080`.
    let authority: FrozenBytes
    public let catalogue: Catalogue
    public let agents: AgentTable
    /// English first, the last resort.
    public let wordings: [Wording]
    public let policy: PagePolicy
    /// Whether the platforms are stand-ins.
    public var isSandboxed: Bool { presaves.isSandbox }
    /// Lower-case name of the field in which a trusted proxy names the fan's country; empty for none.
    let countryField: FrozenBytes
    let countryName: String
    /// The world's clocks when these tables were made.
    public let clocks: CountryClocks
    /// What can be promised before a release.
    let presaves: PresaveTables
    /// The picture that stands for a link where it is shared.
    let sharedPicture: SharedPicture
    /// The languages of `wordings`, as fields are read.
    let languages: WordingLanguages
    /// Notices by wording, each a `Message`.
    let notFound: [[UInt8]]
    let gone: [[UInt8]]
    private let compress: @Sendable ([UInt8]) -> [UInt8]

    /// `compress` makes one gzip member.
    public init(
        baseURL: String, catalogue: Catalogue, agents: AgentTable, wordings: [Wording],
        policy: PagePolicy, countryField: String, presaves: PresaveTables = PresaveTables(),
        clocks: consuming CountryClocks = CountryClocks(),
        sharedPicture: SharedPicture = .artwork,
        compress: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) {
        self.baseURL = baseURL
        let named = baseURL.lowercased().split(separator: "/", omittingEmptySubsequences: true)
        authority = FrozenBytes(Array((named.dropFirst().first ?? "").utf8))
        let hash = baseURL.utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 }
        addressMark = String(hash, radix: 16)
        self.catalogue = catalogue
        self.agents = agents
        self.wordings = wordings
        self.policy = policy
        countryName = countryField
        self.presaves = presaves
        self.sharedPicture = sharedPicture
        self.clocks = clocks
        self.countryField = FrozenBytes(Array(countryField.lowercased().utf8))
        self.compress = compress
        languages = WordingLanguages(wordings.map { ShortCode($0.tag)?.rawValue ?? 0 })
        notFound = wordings.map { wording in
            Message.make(
                body: NoticePage.html(.notFound, wording: wording, baseURL: baseURL),
                fields: Self.fields(policy.fields))
        }
        gone = wordings.map { wording in
            Message.make(
                body: NoticePage.html(.gone, wording: wording, baseURL: baseURL),
                fields: Self.fields(policy.fields))
        }
    }

    /// A rendered page as a message, compressed or plain. What it shows depends on nearly everything the
    /// fan's browser says, so nobody else may keep it and the browser asks again.
    func page(_ body: [UInt8], gzip: Bool) -> [UInt8] {
        var fields = Self.fields(policy.landingFields)
        guard gzip else { return Message.make(body: body, fields: fields) }
        fields.append(("Content-Encoding", "gzip"))
        return Message.make(body: compress(body), fields: fields)
    }

    /// The wording that suits an `Accept-Language` value best.
    func wording(for accepted: String) -> Wording {
        let index = Array(accepted.utf8).withRawSpan { bytes in
            let field = ByteSlice(offset: 0, count: bytes.byteCount)
            let preferred = AcceptLanguage.preferred(in: bytes, field)
            return languages.index(preferred: preferred, bytes, field)
        }
        return wordings[index]
    }

    private static func fields(_ policy: [(name: String, value: String)]) -> [(
        name: String, value: String
    )] {
        policy + [
            ("Content-Type", PagePolicy.contentType),
            ("Cache-Control", "private, no-cache"),
            ("Vary", "Accept-Encoding, Accept-Language, Cookie, User-Agent"),
        ]
    }
}
