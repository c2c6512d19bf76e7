/// The header fields that keep a page to itself: what it may load, run, send and be framed by.
public struct PagePolicy: Sendable {
    /// For pages made here: nothing but our own pictures and the constants, by their hashes.
    public let contentSecurityPolicy: String
    private let styles: String
    private let scripts: String
    private let embedStyle: String
    private let appleMusicScript: String

    /// For the files in `public/`, which bring their styles and scripts as files of this origin.
    public static let filePolicy =
        "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// - Parameter sha256: SHA-256 (FIPS 180-4), 32 bytes; called once for each constant.
    public init(sha256: ([UInt8]) -> [UInt8]) {
        func sources(_ assets: InlineAsset...) -> String {
            assets.map { "'\(Self.source(sha256($0.bytes)))'" }.joined(separator: " ")
        }
        styles = sources(stylesheet, formStylesheet)
        scripts = sources(behaviour, formBehaviour)
        embedStyle = sources(embedStylesheet)
        appleMusicScript = sources(appleMusicBehaviour)
        contentSecurityPolicy =
            "default-src 'none'; img-src 'self'; style-src \(styles); "
            + "script-src \(scripts); "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }

    /// Every field a page goes out with, besides those about its type, length and caching.
    public var fields: [(name: String, value: String)] {
        [("Content-Security-Policy", contentSecurityPolicy)] + Self.fixedFields
    }

    /// The same for a link's own page, which shows its embed and may speak to a player on the fan's own machine.
    public var landingFields: [(name: String, value: String)] {
        let policy =
            "default-src 'none'; img-src 'self'; style-src \(styles) 'self'; "
            + "script-src \(scripts) 'self'; connect-src 'self' \(Self.player); "
            + "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        return [("Content-Security-Policy", policy)] + Self.fixedFields
    }

    /// The same for an embed: the one page that others may frame.
    public var embedFields: [(name: String, value: String)] {
        let policy =
            "default-src 'none'; img-src 'self'; style-src \(embedStyle); script-src 'self'; "
            + "connect-src 'self' \(Self.player); form-action 'none'; base-uri 'none'; "
            + "frame-ancestors *"
        return [
            ("Content-Security-Policy", policy), ("Cross-Origin-Resource-Policy", "cross-origin"),
        ] + Self.fixedFields.filter { !Self.framingFields.contains($0.name) }
    }

    /// The same for a link's page as a preview: framed by the dashboard alone, and a sandbox of its own, so that nothing
    /// runs on it, is sent from it or opens.
    public var previewFields: [(name: String, value: String)] {
        let policy =
            "sandbox; default-src 'none'; img-src 'self'; style-src \(styles); "
            + "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
        return [("Content-Security-Policy", policy)]
            + Self.fixedFields.map { field in
                field.name == "X-Frame-Options" ? (field.name, "SAMEORIGIN") : field
            }
    }

    /// The same for the dashboard's files, which show previews and pictures that are not sent yet.
    public static var dashboardFields: [(name: String, value: String)] {
        [("Content-Security-Policy", dashboardPolicy)] + fixedFields
    }

    private static let dashboardPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        + "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'"

    /// Where a player on the fan's machine listens; nowhere else does a page of ours connect to.
    private static let player = "ws://127.0.0.1:9876 ws://localhost:9876"
    private static let framingFields: Set<String> = [
        "X-Frame-Options", "Cross-Origin-Opener-Policy",
    ]

    /// The same for `AppleMusicPage`, the one page that runs somebody else's script.
    ///
    /// MusicKit JS talks to Apple and signs in through a window that answers its opener. A stand-in
    /// (`scriptURL` on another origin) is let in instead of Apple, never beside it.
    public func appleMusicFields(
        scriptURL: String = AppleMusicPage.scriptURL
    ) -> [(name: String, value: String)] {
        let origin = Origin(url: scriptURL).text
        let isApple = scriptURL == AppleMusicPage.scriptURL
        let talk = isApple ? AppleMusicPage.origins.joined(separator: " ") : origin
        let policy =
            "default-src 'none'; img-src 'self'; style-src \(styles); "
            + "script-src \(appleMusicScript) \(origin); connect-src \(talk); "
            + "frame-src \(talk); form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        return [("Content-Security-Policy", policy)]
            + Self.fixedFields.map { field in
                field.name == "Cross-Origin-Opener-Policy"
                    ? (field.name, "same-origin-allow-popups") : field
            }
    }

    /// The same for a file of `public/`.
    public static var fileFields: [(name: String, value: String)] {
        [("Content-Security-Policy", filePolicy)] + fixedFields
    }

    public static let contentType = "text/html; charset=utf-8"

    private static let fixedFields: [(name: String, value: String)] = [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"),
    ]

    /// A hash source (CSP 3 §2.3.1): `sha256-` and the digest in base64.
    private static func source(_ digest: [UInt8]) -> String { "sha256-" + base64(digest) }
}

/// RFC 4648 §4, padded.
func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let padded = Array(group) + Array(repeating: 0, count: 3 - group.count)
        let bits = Int(padded[0]) << 16 | Int(padded[1]) << 8 | Int(padded[2])
        for place in 0..<4 {
            let digit = alphabet[bits >> (18 - 6 * place) & 63]
            text.append(place <= group.count ? digit : UInt8(ascii: "="))
        }
    }
    return String(decoding: text, as: UTF8.self)
}
