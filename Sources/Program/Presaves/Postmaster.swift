import Crypto
import Operations
import Outbound
import Pages
import Releases
import Site
import Smartlink

/// Writes letters from what the store knows, and chooses how they leave.
struct Postmaster: Sendable {
    let post: any Post
    /// The folder letters lie in where there is no mail server; nil where there is one.
    let outbox: String?
    private let sender: Mailbox
    private let tables: FanTablesInForce
    private let actions: FanActions

    init(
        _ configuration: Configuration, outbound: Outbound, folder: OutboxFolder?,
        tables: FanTablesInForce, actions: FanActions
    ) throws {
        let smtp = configuration.smtp
        let host = tables.tables.baseURL.split(separator: "/").last
            .map { String($0.prefix { $0 != ":" }) }
        // A number, or a name within this machine, is nothing a letter comes from.
        let own = host.flatMap { EmailAddress("segue@\($0)")?.text }
        let address = smtp.from ?? own ?? "segue@localhost.localdomain"
        guard let sender = Mailbox(address: address) else {
            throw CommandFailure(
                message: "smtp.from: \(address) is no address a letter can come from",
                code: .misused)
        }
        self.sender = sender
        self.tables = tables
        self.actions = actions
        guard let url = smtp.url else {
            guard let folder else {
                throw CommandFailure(message: "there is no way for letters to leave")
            }
            post = folder
            outbox = folder.folder
            return
        }
        let password = try smtp.passwordFile.map(SecretFile.text) ?? smtp.password
        var login: SMTPServer.Login?
        if let name = smtp.username, let password {
            login = SMTPServer.Login(name: name, password: password)
        }
        guard let server = SMTPServer(url: url, login: login) else {
            throw CommandFailure(message: "smtp.url: \(url) is no mail server", code: .misused)
        }
        post = SMTPPost(outbound, server: server)
        outbox = nil
    }

    /// The letter as a message; nil if there is nothing to say any more.
    func write(_ leased: LeasedLetter, _ link: Link, _ holdings: Holdings) -> (
        message: [UInt8], sender: String
    )? {
        let own = leased.subscription
        guard own.endedAt == nil, let to = Mailbox(address: own.address),
            let identity = MailIdentity(random: randomBytes(16), host: host(of: sender))
        else { return nil }
        let tables = tables.tables
        let wording = tables.wordings.first { $0.tag == leased.fan.locale } ?? tables.wordings[0]
        let url = tables.baseURL
        let facts = { (subscriptions: [Subscription]) in
            LetterFacts(
                setting: PageSetting(
                    baseURL: url, wording: wording, isSandbox: tables.isSandboxed), link: link,
                purposes: subscriptions.map(\.purpose),
                fanURL: url + actions.path(of: own.fan),
                unsubscribeURL: url + "/unsubscribe/"
                    + actions.token(subscriptions.map(\.id), of: own.fan, for: .stop))
        }
        let envelope = Envelope(
            from: sender, to: to, date: actions.surroundings.now(), identity: identity)
        switch leased.letter.kind {
        case .confirmation:
            // One letter asks for everything the same form was sent for; the others have nothing left to say.
            let together = holdings.subscriptions.map(\.subscription).filter {
                $0.link == own.link && $0.address == own.address && $0.askedAt == own.askedAt
                    && $0.confirmedAt == nil && $0.endedAt == nil
            }.sorted { $0.id < $1.id }
            guard together.first?.id == own.id else { return nil }
            let confirmURL =
                url + "/confirm/"
                + actions.token(together.map(\.id), of: own.fan, for: .confirm)
            let letter = confirmationLetter(facts(together), envelope, confirmURL: confirmURL)
            return (letter.bytes, sender.address)
        case .reminder:
            let chosen = holdings.saves.first {
                $0.save.link == own.link && $0.save.mode == .reminder && !$0.save.platform.isEmpty
            }?.save.platform
            let platform = tables.catalogue.platforms.first { $0.id == chosen }
            let there = platform.map { "?to=\($0.id)&ch=reminder" } ?? "?ch=reminder"
            let letter = reminderLetter(
                facts([own]), envelope, platform: platform,
                listenURL: "\(url)/link/\(link.code)\(there)")
            return (letter.bytes, sender.address)
        }
    }

    private func host(of mailbox: Mailbox) -> String {
        String(mailbox.address.split(separator: "@").last ?? "localhost")
    }
}
