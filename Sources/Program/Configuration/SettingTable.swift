import Bytes
import EventLoop
import HTTP
import HTTPServer
import Store
import Telemetry

extension Setting {
    /// Every setting there is, in the manual's order.
    static let all: [Setting] =
        serving + trust + limits + events + memory + rates + plans + platforms + presaves + webhooks
        + files

    private static let address = "an address and port such as \"127.0.0.1:8080\""
    private static let path = "a path"
    /// As many as the server compares without allocating (`NetworkSet.capacity`).
    private static let proxiesMax = 64

    private static let serving: [Setting] = [
        .text("listen", address, \.listen) { Endpoint($0) },
        .optional("baseUrl", "an address such as \"https://music.example.org\"", \.baseURL) {
            BaseURL($0)
        },
        .text("data", "the path of a folder", \.data) { $0.isEmpty ? nil : $0 },
        .optional("metrics", address, \.metrics) { Endpoint($0) },
        .whole("workers", 0...256, \.workers),
        .text("durability", "\"power\" or \"process\"", \.durability) { Durability(rawValue: $0) },
        .text(
            "logLevel", "\"debug\", \"info\", \"warning\" or \"error\"", \.logLevel
        ) { LogLevel(name: $0) },
    ]

    private static let trust: [Setting] = [
        .list(
            "trustedProxies",
            "a list of at most \(proxiesMax) addresses or networks such as [\"127.0.0.1\", \"10.0.0.0/8\"]",
            countMax: proxiesMax, \.trustedProxies
        ) { CIDR($0) },
        .optional("countryHeader", "a field name such as \"CF-IPCountry\"", \.countryHeader) {
            isToken($0) ? $0 : nil
        },
        .optional("geoDatabase", "the path of an .mmdb file", \.geoDatabase) { $0 },
    ]

    private static let limits: [Setting] = [
        .whole("limits.headBytesMax", 1_024...65_536, \.limits.head.headBytesMax),
        .whole("limits.fieldsMax", 8...64, \.limits.head.fieldsMax),
        .whole("limits.targetBytesMax", 256...32_768, \.limits.head.targetBytesMax),
        .whole("limits.bodyBytesMax", 1_024...1_048_576, \.bodyBytesMax),
        .whole("limits.artworkBytesMax", 1_024...10_485_760, \.artworkBytesMax),
        .whole("limits.importBytesMax", 1_024...1_073_741_824, \.importBytesMax),
        .whole("limits.connectionsMax", 16...1_000_000, \.limits.connectionsMax),
        .whole(
            "limits.requestsPerConnectionMax", 1...1_000_000_000, \.limits.requestsPerConnectionMax),
        .whole("limits.pipelinedRequestsMax", 1...1_024, \.limits.pipelinedRequestsMax),
        .whole("limits.controlRequestsMax", 1...65_536, \.limits.controlRequestsMax),
        .seconds("limits.headSecondsMax", 0.1...600, \.limits.headSecondsMax),
        .seconds("limits.bodySecondsMax", 0.1...3_600, \.limits.bodySecondsMax),
        .seconds("limits.idleSecondsMax", 0.1...3_600, \.limits.idleSecondsMax),
        .seconds("limits.writeSecondsMax", 0.1...600, \.limits.writeSecondsMax),
        .seconds("limits.lingerSecondsMax", 0.1...60, \.limits.lingerSecondsMax),
        .seconds("limits.drainSecondsMax", 0.1...600, \.limits.drainSecondsMax),
    ]

    private static let events: [Setting] = [
        .whole("events.commitMsMax", 1...10_000, \.commitMsMax),
        .whole("events.heldBytesMax", 65_536...4_294_967_296, \.heldBytesMax),
    ]

    private static let memory: [Setting] = [
        .whole("cache.routeBytes", 65_536...17_179_869_184, \.routeBytes),
        .whole("cache.pageBytes", 65_536...17_179_869_184, \.pageBytes),
    ]

    private static let rates: [Setting] = [
        .whole("rates.keyBurst", 1...1_000_000, \.rates.keyBurst),
        .whole("rates.keyPerMinute", 1...10_000_000, \.rates.keyPerMinute),
        .whole("rates.failuresBurst", 1...1_000_000, \.rates.failuresBurst),
        .whole("rates.failuresPerMinute", 1...1_000_000, \.rates.failuresPerMinute),
    ]

    private static let plans: [Setting] = [
        .whole("plans.free.creditsMonthly", 0...1_000_000_000, \.plans.free),
        .whole("plans.starter.creditsMonthly", 0...1_000_000_000, \.plans.starter),
        .whole("plans.pro.creditsMonthly", 0...1_000_000_000, \.plans.pro),
    ]

    private static let files: [Setting] = [
        .optional("files.platforms", path, \.files.platforms) { $0 },
        .optional("files.crawlers", path, \.files.crawlers) { $0 },
        .optional("files.locales", path, \.files.locales) { $0 },
        .optional("files.public", path, \.files.public) { $0 },
        .optional("files.card", path, \.files.card) { $0 },
    ]

    /// RFC 9110 §5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
