// Where things lie on a listener's machine (freedesktop.org: XDG Base Directory Specification 0.8, xdg-user-dirs).
import Glibc
import Player

struct ListenerPlaces {
    /// Folders of music.
    let music: [String]
    /// For what can be made anew.
    let cache: String
    /// ISO 3166 alpha-2, from the language the machine speaks.
    let market: String

    /// Errors: no home to keep anything in.
    init(_ call: Command.Call) throws(CommandFailure) {
        let environment = call.environment
        func folder(_ name: String) -> String? {
            environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        let home = folder("HOME")
        guard let cache = folder("XDG_CACHE_HOME") ?? home.map({ $0 + "/.cache" }) else {
            throw CommandFailure(
                message: "neither HOME nor XDG_CACHE_HOME names a folder to remember things in.",
                code: .misused)
        }
        self.cache = cache + "/segue"
        market = Self.market(environment)
        if let named = call.values["music"] {
            music = named
        } else if let desktop = folder("XDG_MUSIC_DIR") {
            music = [desktop]
        } else {
            let settings = folder("XDG_CONFIG_HOME") ?? home.map { $0 + "/.config" }
            let desktop = settings.flatMap { Self.desktop($0 + "/user-dirs.dirs", home: home) }
            music = [desktop ?? home.map { $0 + "/Music" }].compactMap { $0 }
        }
    }

    /// `de_AT.UTF-8` → `AT`
    static func market(_ environment: [String: String]) -> String {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy
            .compactMap { environment[$0] }.first { !$0.isEmpty }
        let country = locale?.split(separator: "_").dropFirst().first?.prefix { $0.isLetter } ?? ""
        return country.utf8.count == 2 ? country.uppercased() : "US"
    }

    /// `XDG_MUSIC_DIR="$HOME/Musik"` of the desktop's own file.
    private static func desktop(_ path: String, home: String?) -> String? {
        guard let bytes = try? ProgramFile.read(path) else { return nil }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            guard line.hasPrefix("XDG_MUSIC_DIR=") else { continue }
            let value = ShellWords.split(String(line.dropFirst("XDG_MUSIC_DIR=".count)))?.first
            guard let value else { return nil }
            if value.hasPrefix("/") { return value }
            guard let home, value.hasPrefix("$HOME/") else { return nil }
            return home + value.dropFirst("$HOME".count)
        }
        return nil
    }

    /// Writes a file of the cache, whole or not at all, making its folder.
    static func write(_ text: String, to path: String) throws(CommandFailure) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        _ = unsafe mkdir(folder, 0o700)
        let draft = "\(path).\(getpid())"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(path) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let failure = failure(path)
                close(file)
                _ = unsafe unlink(draft)
                throw failure
            }
            rest = rest.dropFirst(count)
        }
        close(file)
        guard unsafe rename(draft, path) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure(message: "cannot write \(path): \(systemMessage(errno))")
    }
}
