internal import FoundationEssentials

/// RFC 4648 §4, as everybody's tools read it.
enum Base64 {
    static func text(_ bytes: [UInt8]) -> String {
        FoundationEssentials.Data(bytes).base64EncodedString()
    }

    static func bytes(_ text: String) -> [UInt8]? {
        FoundationEssentials.Data(base64Encoded: text).map { Array($0) }
    }
}
