import FoundationEssentials

/// The project's own configuration, as the server reads it; paths count from the repository's root.
enum ProjectFiles {
    static func decode<Content: Decodable>(_ path: String) throws -> Content {
        guard let bytes = readAll(path) else {
            throw BenchFailure("cannot read \(path): run the bench in the repository's root")
        }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        return try decoder.decode(Content.self, from: Data(bytes))
    }
}
