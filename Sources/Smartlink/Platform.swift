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
    /// Query parameters that credit a partner or follow a fan; they are taken out of an artist's
    /// URL for a fan who asks not to be sold or shared (`Sec-GPC`).
    public var partnerParameters: [String] = []
    /// User-Agent patterns (`AgentPattern`) of its own app.
    public var apps: [String] = []
    /// User-Agent patterns of the browser inside its app.
    public var inApp: [String] = []
    /// The drawing pages put beside its name (`waves`, `disc`, …); nil picks one by number.
    public var mark: String?
    /// What its URLs mean, first match first.
    var places: [AddressPlace] = []
    var vocabulary = AddressVocabulary()
    /// Schemes of its app's URIs, lower case.
    var schemes: [String] = []
    /// Hosts that are one country's shop.
    var storefronts: [String: ShortCode] = [:]

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

    /// Whether `host` is one of the platform's hosts or a subdomain of one.
    ///
    /// Takes a host alone: one with user information, port or a character no host name has is
    /// nobody's.
    public func owns(host: String) -> Bool { ownedBytes(of: host) > 0 }

    /// Length of the longest entry of `hosts` that `host` falls under; 0 if it falls under none.
    func ownedBytes(of host: String) -> Int {
        guard let name = WebURL.normalHost(host) else { return 0 }
        return hosts.filter { name == $0 || name.hasSuffix("." + $0) }.map(\.utf8.count).max() ?? 0
    }

    /// The search URL before and behind `{q}`.
    var searchParts: (prefix: [UInt8], suffix: [UInt8])? {
        guard let searchURL else { return nil }
        let bytes = Array(searchURL.utf8)
        let mark = Array("{q}".utf8)
        guard bytes.count >= mark.count else { return nil }
        for place in 0...(bytes.count - mark.count)
        where Array(bytes[place..<(place + mark.count)]) == mark {
            return (Array(bytes[..<place]), Array(bytes[(place + mark.count)...]))
        }
        return nil
    }
}
