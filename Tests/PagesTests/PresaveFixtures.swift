import Smartlink
import Testing

@testable import Pages

/// Pages around a pre-save, each filled with everything it can show.
enum Presaves {
    static let fanPath = "/me/c2lnbmVk.dG9rZW4"

    static func setting(_ tag: String = "en", isSandbox: Bool = false) throws -> PageSetting {
        PageSetting(
            baseURL: Sample.base, wording: try Locales.wording(tag), isSandbox: isSandbox)
    }

    static func link(title: String = "Sleeper", artist: String = "Mira Vale") -> Link {
        var link = Sample.link(title: title, artist: artist)
        link.releaseAt = Instant(ms: 1_796_342_400_000)  // 2026-12-04
        link.emailCapture = true
        return link
    }

    /// Tidal and Apple Music save directly, Spotify and Bandcamp remind.
    static func facts(_ tag: String = "en", emailCapture: Bool = true) throws -> PageFacts {
        var facts = try Sample.facts(tag, offers: 0, state: .presave)
        facts.presaves = [(5, Save.Mode.direct), (1, .direct), (0, .reminder), (9, .reminder)]
            .map { place, mode in
                let platform = Sample.platforms[place]
                return PresaveOffer(
                    platform: platform, mode: mode,
                    href: "/link/mira-sleeper/presave/\(platform.id)")
            }
        facts.emailCapture = emailCapture
        return facts
    }

    static func subscription(_ tag: String, _ link: Link, action: String = "") throws
        -> SubscriptionFacts
    {
        SubscriptionFacts(
            setting: try setting(tag), link: link, purposes: [.reminder, .news], action: action,
            fanURL: fanPath)
    }

    static func save(
        _ state: Save.State = .queued, _ mode: Save.Mode = .direct, _ reason: Save.Reason? = nil
    ) -> Save {
        var save = Save(
            id: 77, fan: 1, link: 1, platform: "tidal", mode: mode,
            dueAt: Instant(ms: 1_796_342_400_000), createdAt: Sample.now)
        save.state = state
        save.reason = reason
        return save
    }

    static func fanPage(_ tag: String, _ link: Link) throws -> FanPageFacts {
        let saves = [
            save(), save(.queued, .reminder), save(.saved), save(.failed, .direct, .notFound),
            save(.revoked, .direct, .linkDeleted),
        ].enumerated().map { place, save in
            var save = save
            save.follow = Save.Follow.allCases[place % Save.Follow.allCases.count]
            return HeldSave(
                save: save, code: link.code, title: link.title, artist: link.artist,
                platformName: "TIDAL")
        }
        var confirmed = Subscription(
            id: 5, fan: 1, link: 1, address: "fan@mail.example", purpose: .reminder,
            wording: "en-1", askedAt: Sample.now)
        confirmed.confirmedAt = Sample.now
        let news = Subscription(
            id: 6, fan: 1, link: 1, address: "fan@mail.example", purpose: .news, wording: "en-1",
            askedAt: Sample.now)
        return FanPageFacts(
            setting: try setting(tag), path: fanPath, saves: saves,
            subscriptions: [confirmed, news].map {
                HeldSubscription(
                    subscription: $0, code: link.code, title: link.title, artist: link.artist)
            })
    }

    static func applePage(_ tag: String, _ link: Link) throws -> [UInt8] {
        AppleMusicPage.html(
            AppleMusicFacts(
                setting: try setting(tag), link: link, platform: Sample.platforms[1],
                developerToken: "ey.developer", state: "state-of-this"))
    }

    /// Every page that is no landing page, by name.
    static func steps(_ tag: String, _ link: Link) throws -> [(name: String, bytes: [UInt8])] {
        let setting = try setting(tag)
        let plain = try subscription(tag, link)
        let done = PresaveDoneFacts(
            setting: setting, link: link, platform: Sample.platforms[5], mode: .direct,
            fanURL: fanPath, emailCapture: true)
        var (reminded, offered, anew, followed) = (done, done, done, done)
        reminded.mode = .reminder
        offered.follow = .offered
        anew.follow = .offeredAnew
        followed.follow = .wanted
        var pages: [(String, [UInt8])] = [
            ("done", PresaveDonePage.html(done)), ("reminded", PresaveDonePage.html(reminded)),
            ("offered", PresaveDonePage.html(offered)), ("anew", PresaveDonePage.html(anew)),
            ("followed", PresaveDonePage.html(followed)),
            (
                "follow",
                FollowPage.html(
                    setting, link, Sample.platforms[0], url: "https://accounts.example/?a=1&b=2")
            ),
            ("apple", try applePage(tag, link)),
            ("asked", ReminderAskedPage.html(plain, address: "fan@mail.example")),
            ("confirm", ConfirmPage.html(try subscription(tag, link, action: "/confirm/x.y"))),
            ("confirmed", ConfirmedPage.html(plain)),
            (
                "unsubscribe",
                UnsubscribePage.html(try subscription(tag, link, action: "/unsubscribe/x.y"))
            ),
            ("unsubscribed", UnsubscribedPage.html(plain)),
            ("me", FanPage.html(try fanPage(tag, link))),
            ("lapsed", LapsedPage.html(setting)), ("erased", ErasedPage.html(setting)),
        ]
        for trouble in PresaveTrouble.allCases {
            let facts = PresaveFailedFacts(
                setting: setting, trouble: trouble, link: link, platform: Sample.platforms[5],
                retryHref: "/link/mira-sleeper/presave/tidal")
            pages.append(("trouble-\(trouble.rawValue)", PresaveFailedPage.html(facts)))
        }
        return pages
    }

    static func letters(_ tag: String, _ link: Link) throws -> (
        confirmation: MailMessage, reminder: MailMessage
    ) {
        let facts = LetterFacts(
            setting: try setting(tag), link: link, purposes: [.reminder, .news],
            fanURL: Sample.base + fanPath, unsubscribeURL: "\(Sample.base)/unsubscribe/x.y")
        let envelope = Envelope(
            from: try #require(Mailbox(name: "Mira Vale", address: "post@music.example")),
            to: try #require(Mailbox(address: "fan@mail.example")), date: Sample.now,
            identity: try #require(
                MailIdentity(random: Array(1...16), host: "music.example")))
        return (
            confirmationLetter(facts, envelope, confirmURL: "\(Sample.base)/confirm/x.y"),
            reminderLetter(
                facts, envelope, platform: Sample.platforms[5],
                listenURL: "\(Sample.base)/link/mira-sleeper/to/tidal")
        )
    }
}

extension String {
    /// A page's own markup: no head, no styles, no scripts.
    var body: String { between("<body>", "<script>") ?? "" }
}
