import FoundationEssentials
import Pages
import Smartlink

/// The operator's files beside the configuration: platforms, crawlers and the fans' languages.
struct OperatorTables: Sendable {
    var platforms: PlatformsFile
    var crawlers: CrawlersFile
    /// English first, the last resort.
    var wordings: [Wording]

    /// The language whose texts stand in for missing ones.
    private static let fallbackTag = "en"

    /// Reads them from where the configuration says or where they are found.
    ///
    /// Errors: `CommandFailure` naming the file, and the line where the text is broken.
    static func read(_ files: Configuration.Files, _ installation: Installation = .here) throws
        -> OperatorTables
    {
        let locales = try place(files.locales, "config/locales", installation)
        return OperatorTables(
            platforms: try decode(
                try place(files.platforms, "config/platforms.json", installation)),
            crawlers: try decode(try place(files.crawlers, "config/crawlers.json", installation)),
            wordings: try wordings(in: locales))
    }

    /// The path in force of one of the program's own files.
    static func place(_ configured: String?, _ name: String, _ installation: Installation) throws
        -> String
    {
        if let path = configured ?? installation.path(of: name) { return path }
        throw CommandFailure(
            message:
                "\(name) is missing: it belongs beside the binary, in /usr/share/segue, or where "
                + "files.\(name.split(separator: "/").last?.split(separator: ".").first ?? "") says."
        )
    }

    private static func wordings(in folder: String) throws -> [Wording] {
        let fallbackPath = "\(folder)/\(fallbackTag).json"
        let fallback = Wording(
            tag: fallbackTag, texts: try decode(fallbackPath) as [String: String], fallback: nil)
        var wordings = [fallback]
        for name in ProgramFile.names(in: folder) where name.hasSuffix(".json") {
            let tag = String(name.dropLast(".json".count))
            guard tag != fallbackTag else { continue }
            wordings.append(
                Wording(
                    tag: tag, texts: try decode("\(folder)/\(name)") as [String: String],
                    fallback: fallback))
        }
        return wordings
    }

    /// Reads a JSON5 file; a flaw is named by path, line and key.
    static func decode<Value: Decodable>(_ path: String) throws -> Value {
        let bytes = try ProgramFile.read(path)
        // The decoder below names no lines and overlooks a key written twice.
        let tree = try ConfigurationReader.read(bytes, file: path)
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            return try decoder.decode(Value.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw failure(error, path, tree)
        }
    }

    private static func failure(
        _ error: DecodingError, _ path: String, _ tree: ConfigurationNode
    ) -> ConfigurationFailure {
        let (keys, message): ([any CodingKey], String) =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context),
                .dataCorrupted(let context):
                (context.codingPath, context.debugDescription)
            case .keyNotFound(let key, let context):
                (context.codingPath, "\(key.stringValue) is missing here")
            @unknown default: ([], "\(error)")
            }
        var node = tree
        var line = tree.line
        var name = ""
        for key in keys {
            if let place = key.intValue {
                name += "[\(place)]"
                guard case .list(let elements) = node.value, elements.indices.contains(place)
                else { break }
                node = elements[place]
                line = node.line
            } else {
                name += name.isEmpty ? key.stringValue : ".\(key.stringValue)"
                guard case .object(let members) = node.value,
                    let member = members.first(where: { $0.name == key.stringValue })
                else { break }
                node = member.node
                line = member.line
            }
        }
        return ConfigurationFailure(
            place: "\(path):\(line)", key: name.isEmpty ? nil : name, message: message)
    }
}
