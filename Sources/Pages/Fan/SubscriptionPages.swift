public import Smartlink

/// What a page about a fan's address is told.
public struct SubscriptionFacts: Sendable {
    public var setting: PageSetting
    public var link: Link
    public var purposes: [Subscription.Purpose]
    /// Where the page's button posts to; the empty text where it has none.
    public var action: String
    /// `/me/<signed>`; nil where the request does not prove who is asking.
    public var fanURL: String?

    public init(
        setting: PageSetting, link: Link, purposes: [Subscription.Purpose], action: String = "",
        fanURL: String? = nil
    ) {
        self.setting = setting
        self.link = link
        self.purposes = purposes
        self.action = action
        self.fanURL = fanURL
    }

    var wording: Wording { setting.wording }

    func step(_ title: Phrase) -> StepPage {
        StepPage(setting: setting, link: link, title: wording.text(title))
    }

    func writePurposes(reminder: Phrase, news: Phrase, to page: inout HTMLWriter) {
        page.markup("<ul class=\"what\" role=\"list\">\n")
        for purpose in purposes {
            page.markup("<li>")
            page.phrase(purpose == .reminder ? reminder : news, wording, link.names)
            page.markup("</li>\n")
        }
        page.markup("</ul>\n")
    }

    func writeWaysOn(to page: inout HTMLWriter) {
        if let fanURL { page.wayOn(.meTitle, wording, to: fanURL) }
        page.wayOn(.back, wording, to: "/link/\(link.code)")
    }
}

/// After a fan has left an address: nothing happens until they confirm it.
public enum ReminderAskedPage {
    /// - Parameter address: as the fan wrote it in this very request.
    public static func html(_ facts: SubscriptionFacts, address: String) -> [UInt8] {
        facts.step(.askedTitle).html { page in
            page.paragraph(
                "<p class=\"lead\" role=\"status\">", .askedText, facts.wording,
                ["address": address])
            facts.writeWaysOn(to: &page)
        }
    }
}

/// Where a confirmation letter leads: opening it does nothing, its button confirms, so that a
/// scanner that opens every link confirms nobody.
public enum ConfirmPage {
    public static func html(_ facts: SubscriptionFacts) -> [UInt8] {
        facts.step(.confirmTitle).html { page in
            facts.writePurposes(reminder: .confirmReminder, news: .confirmNews, to: &page)
            page.button(.confirmSend, facts.wording, posting: facts.action)
            page.paragraph("<p class=\"quiet\">", .mailConfirmIgnore, facts.wording)
        }
    }
}

public enum ConfirmedPage {
    public static func html(_ facts: SubscriptionFacts) -> [UInt8] {
        facts.step(.confirmedTitle).html { page in
            facts.writePurposes(reminder: .confirmedReminder, news: .confirmedNews, to: &page)
            facts.writeWaysOn(to: &page)
        }
    }
}

/// Where a letter's way out leads; a button for the same reason as on `ConfirmPage`.
public enum UnsubscribePage {
    public static func html(_ facts: SubscriptionFacts) -> [UInt8] {
        facts.step(.stopTitle).html { page in
            facts.writePurposes(reminder: .stopReminder, news: .stopNews, to: &page)
            page.button(.stopSend, facts.wording, posting: facts.action)
            facts.writeWaysOn(to: &page)
        }
    }
}

public enum UnsubscribedPage {
    public static func html(_ facts: SubscriptionFacts) -> [UInt8] {
        facts.step(.stoppedTitle).html { page in
            page.paragraph(
                "<p class=\"lead\" role=\"status\">", .stoppedText, facts.wording)
            facts.writeWaysOn(to: &page)
        }
    }
}

/// A signed address that stands for nothing any more: 410, or 404 if it never did.
public enum LapsedPage {
    public static func html(_ setting: PageSetting) -> [UInt8] {
        let step = StepPage(
            setting: setting, link: nil, title: setting.wording.text(.lapsedTitle))
        return step.html { page in
            page.paragraph("<p class=\"lead\" role=\"status\">", .lapsedText, setting.wording)
        }
    }
}

/// After a fan has erased everything.
public enum ErasedPage {
    public static func html(_ setting: PageSetting) -> [UInt8] {
        let step = StepPage(
            setting: setting, link: nil, title: setting.wording.text(.erasedTitle))
        return step.html { page in
            page.paragraph("<p class=\"lead\" role=\"status\">", .erasedText, setting.wording)
        }
    }
}
