public import Smartlink

/// Whom a letter goes between, when, and under which number.
public struct Envelope: Sendable {
    public var from: Mailbox
    public var to: Mailbox
    public var date: Instant
    public var identity: MailIdentity

    public init(from: Mailbox, to: Mailbox, date: Instant, identity: MailIdentity) {
        self.from = from
        self.to = to
        self.date = date
        self.identity = identity
    }
}

/// What every letter to a fan is written from.
public struct LetterFacts: Sendable {
    /// The wording is the fan's.
    public var setting: PageSetting
    public var link: Link
    public var purposes: [Subscription.Purpose]
    /// `https://…/me/<signed>`: what is held on the fan.
    public var fanURL: String
    /// `https://…/unsubscribe/<signed>`: a page by GET, one click by POST.
    public var unsubscribeURL: String

    public init(
        setting: PageSetting, link: Link, purposes: [Subscription.Purpose], fanURL: String,
        unsubscribeURL: String
    ) {
        self.setting = setting
        self.link = link
        self.purposes = purposes
        self.fanURL = fanURL
        self.unsubscribeURL = unsubscribeURL
    }

    fileprivate var wording: Wording { setting.wording }
    fileprivate var host: String { Origin(setting.baseURL).siteName }

    fileprivate func sandbox() -> [LetterText.Part] {
        setting.isSandbox ? [.note(wording.text(.sandbox))] : []
    }

    fileprivate func message(
        _ subject: String, _ letter: LetterText, _ envelope: Envelope
    ) -> MailMessage {
        MailMessage(
            from: envelope.from, to: envelope.to, subject: subject, date: envelope.date,
            identity: envelope.identity, unsubscribeURL: unsubscribeURL, text: letter.text,
            html: letter.html)
    }
}

/// Asks whether the address is the fan's; nothing else is ever sent to one that has not said yes.
///
/// - Parameter confirmURL: a page with a button; opening it confirms nothing.
public func confirmationLetter(
    _ facts: LetterFacts, _ envelope: Envelope, confirmURL: String
) -> MailMessage {
    let wording = facts.wording
    let items = facts.purposes.map { purpose in
        LetterText.Part.item(
            wording.text(
                purpose == .reminder ? .confirmReminder : .confirmNews, facts.link.names))
    }
    let letter = LetterText(
        wording: wording, heading: wording.text(.confirmTitle),
        parts: facts.sandbox()
            + [.paragraph(wording.text(.mailConfirmText, ["host": facts.host]))] + items
            + [
                .button(words: wording.text(.confirmSend), url: confirmURL),
                .note(wording.text(.mailConfirmIgnore)),
                .way(words: wording.text(.meTitle), url: facts.fanURL),
                .way(words: wording.text(.stopSend), url: facts.unsubscribeURL),
            ])
    let subject = wording.text(.mailConfirmSubject, facts.link.names)
    return facts.message(subject, letter, envelope)
}

/// Tells a fan that the release is out.
///
/// - Parameter platform: the one they chose, or nil for the link's own page.
/// - Parameter listenURL: the music there, through this server.
public func reminderLetter(
    _ facts: LetterFacts, _ envelope: Envelope, platform: Platform?, listenURL: String
) -> MailMessage {
    let wording = facts.wording
    let subject = wording.text(.mailReminderSubject, facts.link.names)
    let open =
        platform.map { wording.text(.mailReminderOpen, ["platform": $0.name]) }
        ?? wording.text(.presaveOut)
    var letter = LetterText(
        wording: wording, heading: oneLine(subject),
        parts: facts.sandbox() + [
            .paragraph(wording.text(.mailReminderText, facts.link.names)),
            .button(words: open, url: listenURL),
            .note(wording.text(.mailReason, ["host": facts.host])),
            .way(words: wording.text(.meTitle), url: facts.fanURL),
            .way(words: wording.text(.stopSend), url: facts.unsubscribeURL),
        ])
    if let artwork = facts.link.artwork {
        letter.cover = (
            Origin(facts.setting.baseURL).text + artwork.path,
            wording.text(.cover, facts.link.names)
        )
    }
    return facts.message(subject, letter, envelope)
}
