extension Command {
    /// Everything `segue` does, in the help's order.
    static let all: [Command] =
        [serve, demo] + account + key + link + store + [version]
}
