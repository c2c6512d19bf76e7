public import Smartlink

/// One pre-save as its fan sees it.
public struct HeldSave: Sendable {
    public var save: Save
    public var code: Code
    public var title: String
    public var artist: String
    /// As people write it; the id where the catalogue has it no more.
    public var platformName: String

    public init(save: Save, code: Code, title: String, artist: String, platformName: String) {
        self.save = save
        self.code = code
        self.title = title
        self.artist = artist
        self.platformName = platformName
    }
}

/// One address as its fan sees it.
public struct HeldSubscription: Sendable {
    public var subscription: Subscription
    public var code: Code
    public var title: String
    public var artist: String

    public init(subscription: Subscription, code: Code, title: String, artist: String) {
        self.subscription = subscription
        self.code = code
        self.title = title
        self.artist = artist
    }
}

public struct FanPageFacts: Sendable {
    public var setting: PageSetting
    /// `/me/<signed>`: forms and the export hang off it.
    public var path: String
    public var saves: [HeldSave]
    public var subscriptions: [HeldSubscription]

    public init(
        setting: PageSetting, path: String, saves: [HeldSave], subscriptions: [HeldSubscription]
    ) {
        self.setting = setting
        self.path = path
        self.saves = saves
        self.subscriptions = subscriptions
    }
}

/// A fan's own page: everything that is held on them, and how each piece of it goes.
///
///     POST <path>/revoke        save=<id>
///     POST <path>/unsubscribe   subscription=<id>
///     POST <path>/erase         sure=1
///     GET  <path>.json          the export
public enum FanPage {
    /// The whole document in UTF-8.
    public static func html(_ facts: FanPageFacts) -> [UInt8] {
        let wording = facts.setting.wording
        let step = StepPage(setting: facts.setting, link: nil, title: wording.text(.meTitle))
        return step.html { page in
            page.paragraph("<p class=\"lead\">", .meText, wording)
            if facts.saves.isEmpty, facts.subscriptions.isEmpty {
                page.paragraph("<p class=\"notice\">", .meNone, wording)
            }
            if !facts.saves.isEmpty { writeSaves(facts, to: &page) }
            if !facts.subscriptions.isEmpty { writeSubscriptions(facts, to: &page) }
            page.paragraph("<p class=\"quiet\">", .meKey, wording)
            page.wayOn(.meExport, wording, to: "\(facts.path).json")
            writeErase(facts, to: &page)
        }
    }

    private static func writeSaves(_ facts: FanPageFacts, to page: inout HTMLWriter) {
        let wording = facts.setting.wording
        page.markup("<section class=\"held\" aria-labelledby=\"saves\">\n<h2 id=\"saves\">")
        page.text(wording.text(.meSaves))
        page.markup("</h2>\n<table aria-labelledby=\"saves\">\n")
        for held in facts.saves {
            page.markup("<tr><th scope=\"row\"><a")
            page.attribute(.href, "/link/\(held.code)")
            page.markup(">")
            page.phrase(.title, wording, ["title": held.title, "artist": held.artist])
            page.markup("</a></th><td>")
            page.isolated(held.platformName)
            page.markup("</td><td>")
            page.text(state(of: held.save, wording))
            if let follow = follow(held.save) {
                page.markup(" · ")
                page.phrase(follow, wording, ["artist": held.artist])
            }
            page.markup("</td>")
            if !held.save.state.hasEnded {
                page.act(.meRevoke, wording, "\(facts.path)/revoke") {
                    $0.hidden("save", String(held.save.id))
                }
            }
            page.markup("</tr>\n")
        }
        page.markup("</table>\n</section>\n")
    }

    private static func writeSubscriptions(_ facts: FanPageFacts, to page: inout HTMLWriter) {
        let wording = facts.setting.wording
        page.markup("<section class=\"held\" aria-labelledby=\"letters\">\n<h2 id=\"letters\">")
        page.text(wording.text(.meLetters))
        page.markup("</h2>\n<table aria-labelledby=\"letters\">\n")
        for held in facts.subscriptions where held.subscription.endedAt == nil {
            let isReminder = held.subscription.purpose == .reminder
            page.markup("<tr><th scope=\"row\">")
            page.phrase(
                isReminder ? .meReminder : .meNews, wording,
                ["title": held.title, "artist": held.artist])
            page.markup("</th><td>")
            page.isolated(held.subscription.address)
            page.markup("</td><td>")
            let isConfirmed = held.subscription.confirmedAt != nil
            page.text(wording.text(isConfirmed ? .meConfirmed : .meUnconfirmed))
            page.markup("</td>")
            page.act(.stopSend, wording, "\(facts.path)/unsubscribe") {
                $0.hidden("subscription", String(held.subscription.id))
            }
            page.markup("</tr>\n")
        }
        page.markup("</table>\n</section>\n")
    }

    /// Folded, so that it takes two steps without a page of its own.
    private static func writeErase(_ facts: FanPageFacts, to page: inout HTMLWriter) {
        let wording = facts.setting.wording
        page.markup("<details class=\"erase\"><summary>")
        page.text(wording.text(.meErase))
        page.markup("</summary>\n")
        page.paragraph("<p>", .meEraseText, wording)
        page.button(.meEraseSend, wording, posting: "\(facts.path)/erase") {
            $0.hidden("sure", "1")
        }
        page.markup("</details>\n")
    }

    /// `Waits for release day: December 4, 2026`, `Did not work: the service refused`
    static func state(of save: Save, _ wording: Wording) -> String {
        switch save.state {
        case .queued where save.mode == .reminder:
            return "\(wording.text(.stateReminder)): \(wording.text(CalendarDate(save.dueAt)))"
        case .queued:
            return "\(wording.text(.stateQueued)): \(wording.text(CalendarDate(save.dueAt)))"
        case .waiting: return wording.text(.stateWaiting)
        case .saving: return wording.text(.stateSaving)
        case .saved: return wording.text(.stateSaved)
        case .reminded: return wording.text(.stateReminded)
        case .failed: return withReason(.stateFailed, save.reason, wording)
        case .revoked: return withReason(.stateRevoked, save.reason, wording)
        case .expired: return wording.text(.stateExpired)
        }
    }

    private static func follow(_ save: Save) -> Phrase? {
        switch save.follow {
        case .none: nil
        case .wanted: .meFollowWanted
        case .done: .meFollowDone
        case .failed: .meFollowFailed
        }
    }

    private static func withReason(
        _ state: Phrase, _ reason: Save.Reason?, _ wording: Wording
    ) -> String {
        let why: Phrase
        switch reason {
        case nil: return wording.text(state)
        case .denied, .invalidGrant, .expired: why = .reasonPermission
        case .notRegistered, .rejected: why = .reasonRefused
        case .notFound: why = .reasonNotFound
        case .unreachable, .gaveUp: why = .reasonUnreachable
        case .linkDeleted: why = .reasonLinkDeleted
        case .unconfirmed: why = .meUnconfirmed
        }
        return "\(wording.text(state)): \(wording.text(why))"
    }
}

extension HTMLWriter {
    /// A table cell that does one thing to its row.
    fileprivate mutating func act(
        _ phrase: Phrase, _ wording: Wording, _ action: String,
        _ fields: (inout HTMLWriter) -> Void
    ) {
        markup("<td class=\"act\">")
        button(phrase, wording, posting: action, fields)
        markup("</td>")
    }
}
