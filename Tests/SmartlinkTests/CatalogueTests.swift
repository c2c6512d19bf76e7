import Bytes
import Smartlink
import Testing

struct CatalogueTests {
    @Test func `the ten platforms stand in the specification's order`() {
        #expect(
            Config.catalogue.platforms.map(\.id) == [
                "spotify", "apple-music", "youtube-music", "youtube", "amazon-music", "tidal",
                "deezer", "pandora", "soundcloud", "bandcamp",
            ])
        for os in OperatingSystem.allCases {
            #expect(Config.catalogue.order(for: os).count == 10)
        }
        #expect(Config.catalogue.order(for: .ios).first?.id == "apple-music")
        #expect(Config.catalogue.order(for: .android).first?.id == "youtube-music")
    }

    @Test func `the fan's path sees the same platforms and orders`() {
        let hot = Config.catalogue.hot
        for platform in Config.catalogue.platforms {
            let id = Array(platform.id.utf8)
            let number = id.withRawSpan {
                hot.number(of: ByteSlice(offset: 0, count: id.count), in: $0)
            }
            #expect(number == platform.number)
            #expect([UInt8](bytesMax: 64) { hot.appendID(of: number, to: &$0) } == id)
            #expect(hot.hasSearch(number) == (platform.searchURL != nil))
        }
        for os in OperatingSystem.allCases {
            #expect(
                (0..<10).map { hot.ordered($0, for: os) }
                    == Config.catalogue.order(for: os).map(\.number))
            #expect(hot.ordered(10, for: os) == 0)
        }
        let stranger = Array("spotif".utf8)
        #expect(
            stranger.withRawSpan { hot.number(of: ByteSlice(offset: 0, count: 6), in: $0) } == 0)
    }

    @Test func `the fingerprint changes with whatever changes routes`() {
        func fingerprint(_ change: (inout Platform) -> Void, ios: [String] = []) -> UInt64 {
            var one = Platform(number: 1, id: "a", name: "A", color: "000000", hosts: ["a.example"])
            change(&one)
            let other = Platform(
                number: 2, id: "b", name: "B", color: "000000", hosts: ["b.example"])
            return Catalogue(platforms: [one, other], orders: [.ios: ios]).fingerprint
        }
        let first = fingerprint { _ in }
        #expect(first == fingerprint { _ in })
        let changed = [
            fingerprint { $0.number = 3 }, fingerprint { $0.id = "c" },
            fingerprint { $0.searchURL = "https://a.example/{q}" },
            fingerprint { $0.territories = [ShortCode("US") ?? .unknown] },
            fingerprint { $0.partnerParameters = ["at"] }, fingerprint({ _ in }, ios: ["b"]),
        ]
        #expect(Set(changed + [first]).count == 7)
    }

    @Test(
        arguments: [
            (#""id":"A b""#, "platforms[0].id"), (#""name":"""#, "platforms[0].name"),
            (#""color":"red""#, "platforms[0].color"), (#""hosts":[]"#, "platforms[0].hosts"),
            (#""hosts":["a.example","B.example"]"#, "platforms[0].hosts[1]"),
            (#""territories":["USA"]"#, "platforms[0].territories[0]"),
            (#""searchURL":"http://a.example/{q}""#, "platforms[0].searchURL"),
            (#""searchURL":"https://a.example/""#, "platforms[0].searchURL"),
            (#""searchURL":"https://a.example/\r\n{q}""#, "platforms[0].searchURL"),
            (#""searchURL":"https://a.example/{q}/{q}""#, "platforms[0].searchURL"),
        ])
    func `a mistake in the file is named by its place`(member: String, field: String) throws {
        var members = [
            "id": #""a""#, "name": #""A""#, "color": #""000000""#, "hosts": #"["a.example"]"#,
        ]
        let key = String(member.dropFirst().prefix { $0 != "\"" })
        members[key] = String(member.dropFirst(key.count + 3))
        let body = members.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
        let file = try Config.decode(
            PlatformsFile.self, "{\"platforms\":[{\(body)}],\"orders\":{}}")
        #expect {
            _ = try Catalogue(file: file, numbers: ["a": 1, "A b": 1])
        } throws: {
            ($0 as? Failure)?.field == field
        }
    }

    @Test(
        arguments: [
            (#"{"dos":[]}"#, "orders.dos"), (#"{"ios":["b"]}"#, "orders.ios[0]"),
            (#"{"ios":["a","a"]}"#, "orders.ios[1]"),
        ])
    func `a mistake in the orders is named`(orders: String, field: String) throws {
        let file = try Config.decode(
            PlatformsFile.self,
            """
            {"platforms":[{"id":"a","name":"A","color":"000000","hosts":["a.example"]}],
            "orders":\(orders)}
            """)
        #expect {
            _ = try Catalogue(file: file, numbers: ["a": 1])
        } throws: {
            ($0 as? Failure)?.field == field
        }
    }
}
