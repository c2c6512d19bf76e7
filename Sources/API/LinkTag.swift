// A link's entity tag is its version, `"v7"`. While it waits for its release it is `"v7-presave"`:
// the release changes what is shown without any edit, and a strong tag must not outlive that (RFC
// 9110 §8.8.1). As a precondition of a change both mean version 7.
internal import HTTP
internal import Operations
internal import Smartlink

enum LinkTag {
    private static let presaveMark = "-presave"

    static func text(_ link: Link, at now: Instant) -> String {
        let mark = link.state(at: now) == .presave ? presaveMark : ""
        return "\"v\(link.version)\(mark)\""
    }

    /// The versions that `If-Match` allows to be changed (RFC 9110 §13.1.1); weak tags never match.
    static func expectedVersion(_ fields: Fields) -> ExpectedVersion {
        guard fields["If-Match"] != nil else { return .any }
        // A field on several lines is one list (RFC 9110 §5.3).
        let lines = fields.all.filter { $0.name.lowercased() == "if-match" }.map(\.value)
        let tags = lines.joined(separator: ",").filter { $0 != " " && $0 != "\t" }
            .split(separator: ",")
        if tags == ["*"] { return .any }
        return .oneOf(
            tags.compactMap { tag in
                guard tag.hasPrefix("\"v"), tag.hasSuffix("\""), tag.utf8.count > 3 else {
                    return nil
                }
                let number = tag.dropFirst(2).dropLast()
                return Int64(
                    number.hasSuffix(presaveMark)
                        ? number.dropLast(presaveMark.utf8.count) : number)
            })
    }
}
