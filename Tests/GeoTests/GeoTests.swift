import Bytes
import FoundationEssentials
import Geo
import Smartlink
import Testing

/// A folder that goes with its test.
final class Folder {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "segue-geo-\(UInt64.random(in: 0 ... .max))").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }
}

private func country(_ lookup: any CountryLookup, _ address: String) throws -> String {
    lookup.country(of: try #require(PeerAddress(address))).text
}

struct TorTablesTests {
    private static let v4 = """
        # a comment
        16777216,16777471,AU
        134744064,134744319,US
        3261623552,3261623807,DE
        3758096383,3758096383,??

        """
    private static let v6 = """
        # a comment
        2001:200::,2001:200:ffff:ffff:ffff:ffff:ffff:ffff,JP
        2001:4860::,2001:4860:ffff:ffff:ffff:ffff:ffff:ffff,US
        2a00:1450:4000::,2a00:1450:4fff:ffff:ffff:ffff:ffff:ffff,IE

        """

    @Test(
        arguments: [
            ("1.0.0.0", "AU"), ("1.0.0.255", "AU"), ("1.0.1.0", ""), ("0.255.255.255", ""),
            ("8.8.8.8", "US"), ("194.104.0.1", ""), ("194.104.109.7", "DE"), ("255.0.0.1", ""),
            ("2001:200::1", "JP"), ("2001:1ff:ffff::", ""), ("2001:4860:4860::8888", "US"),
            ("2001:4861::", ""), ("2a00:1450:4001:830::200e", "IE"), ("2a00:1450:5000::", ""),
            ("::ffff:8.8.8.8", "US"), ("3fff:ffff::", ""), ("2000::", ""),
        ])
    func `a range holds its first and its last address and nothing beside`(
        address: String, code: String
    ) throws {
        let folder = try Folder()
        let tables = try TorTables(
            v4: folder.write("geoip", Array(Self.v4.utf8)),
            v6: folder.write("geoip6", Array(Self.v6.utf8)))
        #expect(try country(tables, address) == code)
    }

    @Test(
        arguments: [
            "10.1.2.3", "127.0.0.1", "192.168.1.1", "172.16.0.1", "172.31.255.255", "169.254.1.1",
            "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
            "fd00::1", "ff02::1",
        ])
    func `private and local addresses have no country`(address: String) throws {
        let folder = try Folder()
        let tables = try TorTables(
            v4: folder.write("geoip", Array("0,4294967295,DE\n".utf8)),
            v6: folder.write(
                "geoip6", Array("::,ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,DE\n".utf8)))
        #expect(try country(tables, address).isEmpty)
        #expect(try country(tables, "8.8.8.8") == "DE")
        #expect(try country(tables, "2001:200::1") == "DE")
    }

    @Test(arguments: [
        "", "#\n", "garbage\n", "1,2\n", "1,2,DE\nend", "1;2;DE\n", "4294967296,2,DE\n",
    ])
    func `a broken table is refused when it is opened`(text: String) throws {
        let folder = try Folder()
        let good = try folder.write("geoip6", Array(Self.v6.utf8))
        let broken = try folder.write("geoip", Array(text.utf8))
        #expect {
            _ = try TorTables(v4: broken, v6: good)
        } throws: {
            if case .damaged(broken, _)? = $0 as? GeoFailure { true } else { false }
        }
        #expect {
            _ = try TorTables(v4: "\(folder.path)/missing", v6: good)
        } throws: {
            if case .unreadable? = $0 as? GeoFailure { true } else { false }
        }
    }

    /// Every range of the installed tables is found by its first and its last address.
    @Test(.enabled(if: FileManager.default.isReadableFile(atPath: "/usr/share/tor/geoip6")))
    func `the installed tables are found whole`() throws {
        let lookup = try CountrySource.open(database: nil)
        #expect(lookup is TorTables)
        for (name, step) in [("geoip", 997), ("geoip6", 499)] {
            let text = String(
                decoding: try Data(contentsOf: URL(filePath: "/usr/share/tor/\(name)")),
                as: UTF8.self)
            let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            let last = lines.count - 1
            for place in Array(stride(from: 0, through: last, by: step)) + [last] {
                let parts = lines[place].split(separator: ",")
                for end in parts.prefix(2) {
                    let address =
                        UInt32(end).map { PeerAddress(v4: $0) } ?? PeerAddress(String(end))
                    let found = lookup.country(of: try #require(address)).text
                    let expected = parts[2] == "??" ? "" : String(parts[2])
                    #expect(found == expected, "\(lines[place])")
                }
            }
        }
        #expect(try country(lookup, "8.8.8.8") == "US")
        #expect(try country(lookup, "2001:4860:4860::8888") == "US")
        #expect(try country(lookup, "193.0.6.139") == "NL")
    }

    @Test func `without any source every country is unknown`() throws {
        let folder = try Folder()
        let lookup = try CountrySource.open(database: nil, torFolder: folder.path)
        #expect(lookup is UnknownCountry)
        #expect(try country(lookup, "8.8.8.8").isEmpty)
    }
}

struct MaxMindDatabaseTests {
    @Test(
        arguments: [
            ("8.8.8.8", "US"), ("8.255.0.1", "US"), ("9.0.0.1", ""), ("193.0.0.1", "NL"),
            ("2001:4860::1", "JP"), ("2002::1", ""), ("10.0.0.1", ""), ("::1", ""),
        ])
    func `countries are found, by country or by registration`(
        address: String, code: String
    ) throws {
        let folder = try Folder()
        let path = try folder.write("test.mmdb", MaxMindFixture.bytes())
        let lookup = try CountrySource.open(database: path)
        #expect(try country(lookup, address) == code)
    }

    @Test(arguments: [0, 1, 100, 300] as [Int])
    func `a broken file is refused when it is opened`(kept: Int) throws {
        let folder = try Folder()
        let whole = MaxMindFixture.bytes()
        let path = try folder.write("test.mmdb", Array(whole.prefix(kept)))
        #expect(throws: GeoFailure.self) { try MaxMindDatabase(path: path) }
        let missing = "\(folder.path)/missing.mmdb"
        #expect {
            _ = try MaxMindDatabase(path: missing)
        } throws: {
            guard case .unreadable(missing, _)? = $0 as? GeoFailure else { return false }
            return ($0 as? GeoFailure)?.message.contains(missing) == true
        }
    }
}
