import Cards
import Glibc
import Smartlink
import Store
import Telemetry

/// What draws cards, if the program for it is on this machine.
enum CardParts {
    /// Where segue-card is; nil if nowhere.
    static func program(_ configuration: Configuration) -> String? {
        // The first is what building `segue` leaves beside it, and is never older than it.
        let here = Installation.here
        let path =
            configuration.files.card ?? here.path(of: "segue-card-tool")
            ?? here.path(of: "segue-card")
        guard let path, unsafe access(path, X_OK) == 0 else { return nil }
        return path
    }

    /// Nil, and a line in the log, where there is none.
    static func studio(_ configuration: Configuration, _ store: Store, _ log: Log) -> Studio? {
        guard let program = program(configuration) else {
            log.warning("cards_not_drawn", LogField("missing", .word("segue-card")))
            return nil
        }
        return Studio(program: program, folder: "\(configuration.data)/cards", log: log) {
            artwork in
            let file = await store.artworkFile(
                hash: artwork.hash, fileExtension: artwork.type.fileExtension)
            return file.flatMap { try? ProgramFile.read($0.path) }
        }
    }
}
