import Glibc
import Telemetry

/// The configuration of one run and where it was read, so that it can be read again.
struct Configured: Sendable {
    var configuration: Configuration
    /// The file that was read; nil if there was none.
    var file: String?
    /// Variables that look like settings and are none.
    var unknownVariables: [String]

    private static let systemFile = "/etc/segue/segue.json"

    /// Reads everything a run is configured by.
    ///
    /// Errors: `ConfigurationFailure`, `CommandFailure` for a file that is named and cannot be read.
    static func read(_ call: Command.Call, installation: Installation = .here) throws -> Configured
    {
        var sources = ConfigurationSources()
        sources.environment = call.environment
        for flag in ConfigurationSources.flagKeys.keys {
            if let value = call.value(flag) { sources.flags[flag] = value }
        }
        let named = call.value("config") ?? call.environment["SEGUE_CONFIG"]
        let file = named ?? found(installation)
        if let file {
            do {
                sources.file = (file, try ProgramFile.read(file))
            } catch {
                throw CommandFailure(message: error.message, code: .misused)
            }
        }
        return Configured(
            configuration: try sources.configuration(), file: file,
            unknownVariables: sources.unknownVariables)
    }

    private static func found(_ installation: Installation) -> String? {
        if unsafe access(systemFile, F_OK) == 0 { return systemFile }
        return installation.path(of: "config/segue.json")
    }
}
