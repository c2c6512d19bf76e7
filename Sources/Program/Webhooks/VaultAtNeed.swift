import Crypto
import Smartlink

/// The vault of a command: its keys are read, or made, once something is sealed or opened, and not before.
struct VaultAtNeed: Vault {
    let folder: String
    let keyFile: String?

    func seal(_ secret: [UInt8], row: Int64) throws(Failure) -> [UInt8] {
        try KeyRing(folder: folder, keyFile: keyFile).seal(secret, row: row)
    }

    func open(_ sealed: [UInt8], row: Int64) throws(Failure) -> [UInt8] {
        try KeyRing(folder: folder, keyFile: keyFile).open(sealed, row: row)
    }
}

/// Sends nothing.
struct NoPost: WebhookPost {
    func send(_ message: WebhookMessage) async -> WebhookAnswer {
        .trouble("A command sends no messages: the server does.")
    }
}
