import Outbound

/// The server that takes letters.
struct SMTPSettings: Sendable {
    var url: String?
    var from: String?
    var username: String?
    var password: String?
    var passwordFile: String?
}

extension Setting {
    static let presaves: [Setting] = smtp + vault

    private static let text = "a text"
    private static let path = "a path"

    private static let smtp: [Setting] = [
        .optional(
            "smtp.url", "an address such as \"smtps://mail.example.org\"", \.smtp.url
        ) { SMTPServer(url: $0) == nil ? nil : $0 },
        .optional("smtp.from", "an address such as \"news@example.org\"", \.smtp.from) { $0 },
        .optional("smtp.username", text, \.smtp.username) { $0 },
        .optional("smtp.password", text, \.smtp.password) { $0 },
        .optional("smtp.passwordFile", path, \.smtp.passwordFile) { $0 },
    ]

    private static let vault: [Setting] = [
        .optional("vaultKeyFile", path, \.vaultKeyFile) { $0 }
    ]
}
