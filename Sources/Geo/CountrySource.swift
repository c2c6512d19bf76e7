public import Bytes
internal import Glibc
public import Smartlink

/// Where a fan's country comes from, by SPEC §7: an `.mmdb` file, else Debian's `tor-geoipdb`, else
/// nowhere.
public enum CountrySource {
    /// Debian's `tor-geoipdb` puts its tables here.
    public static let torFolder = "/usr/share/tor"

    /// Opens the operator's database, or the tables in `torFolder` if none is set and they are
    /// installed.
    ///
    /// Errors: a file that is named or installed but cannot be used.
    public static func open(
        database: String?, torFolder: String = Self.torFolder
    ) throws(GeoFailure) -> any CountryLookup {
        if let database { return try MaxMindDatabase(path: database) }
        let v4 = "\(torFolder)/geoip"
        let v6 = "\(torFolder)/geoip6"
        guard unsafe access(v4, R_OK) == 0, unsafe access(v6, R_OK) == 0 else {
            return UnknownCountry()
        }
        return try TorTables(v4: v4, v6: v6)
    }
}

/// The answer where no source is installed.
public final class UnknownCountry: CountryLookup {
    public init() {}

    public func country(of address: PeerAddress) -> ShortCode { .unknown }
}
