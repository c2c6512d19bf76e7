import FoundationEssentials
public import Smartlink

/// The platforms of this project's own `config/platforms.json`.
public enum ProjectCatalogue {
    public static let catalogue: Catalogue = {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
        let file = root.appending(path: "../../config/platforms.json")
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            let platforms = try decoder.decode(PlatformsFile.self, from: Data(contentsOf: file))
            let numbers = platforms.ids.enumerated().map { ($1, UInt8($0 + 1)) }
            return try Catalogue(
                file: platforms, numbers: Dictionary(uniqueKeysWithValues: numbers))
        } catch { fatalError("config/platforms.json: \(error)") }
    }()
}
