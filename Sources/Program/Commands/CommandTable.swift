extension Command {
    /// Everything `segue` does, in the help's order.
    static let all: [Command] =
        [serve, demo, sandbox] + account + key + link + [resolve, play] + saves + transfer
        + statistics + store
        + [version]
}
