/// A streaming service, as `config/platforms.json` describes it.
public struct Platform: Equatable, Sendable {
    /// Its number in the store and in prepared routes, 1 to 63; never given to another platform.
    public var number: UInt8
    /// `apple-music`
    public var id: String
    /// `Apple Music`
    public var name: String
    /// Six hexadecimal digits.
    public var color: String
    /// Hosts its URLs live on; an entry also stands for its subdomains.
    public var hosts: [String]
    /// Its search page, `{q}` standing for percent-encoded artist and title; nil if it has none.
    public var searchURL: String?
    /// Where the service exists at all; empty means everywhere.
    public var territories: [ShortCode]

    public init(
        number: UInt8, id: String, name: String, color: String, hosts: [String],
        searchURL: String? = nil, territories: [ShortCode] = []
    ) {
        self.number = number
        self.id = id
        self.name = name
        self.color = color
        self.hosts = hosts
        self.searchURL = searchURL
        self.territories = territories
    }
}
