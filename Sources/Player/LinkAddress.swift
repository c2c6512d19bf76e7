public import Smartlink

/// A link's URL as a listener has it: out of a message, with whatever parameters, or that of its metadata.
public struct LinkAddress: Equatable, Sendable {
    /// Without query: `https://host/link/mira-sleeper`.
    public let url: String
    public let code: String

    public var metadataURL: String { url + ".json" }

    /// Errors: `invalid_field` for what is no link's URL.
    public init(_ text: String) throws(Failure) {
        let whole = text.contains("://") ? text : "https://" + text
        let parts = whole.prefix { $0 != "?" && $0 != "#" }.split(
            separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 4, text.utf8.count <= Limits.addressBytesMax,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C })
        else { throw Self.noLink(text) }
        let scheme = parts[0].lowercased()
        guard scheme == "https:" || scheme == "http:", parts[1].isEmpty, !parts[2].isEmpty,
            !parts[2].contains("@"), let place = parts.lastIndex(of: "link"), place > 2,
            place + 1 < parts.count
        else { throw Self.noLink(text) }
        var name = parts[place + 1]
        if name.hasSuffix(".json") { name = name.dropLast(5) }
        guard let code = Code(name) else { throw Self.noLink(text) }
        self.code = code.text
        let host = [scheme, "", parts[2].lowercased()] + parts[3...place].map(String.init)
        url = (host + [self.code]).joined(separator: "/")
    }

    private static func noLink(_ text: String) -> Failure {
        Failure(
            .invalidField,
            "this is no smart link: expected something like https://host/link/mira-sleeper.",
            field: String(text.prefix(Limits.quotedMax)))
    }
}
