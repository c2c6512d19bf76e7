public import Smartlink

/// What a fan has just queued.
public struct PresaveDoneFacts: Sendable {
    public var setting: PageSetting
    public var link: Link
    public var platform: Platform
    /// A reminder is promised here, so its address has to be confirmed already.
    public var mode: Save.Mode
    /// `/me/<signed>`, or its full URL.
    public var fanURL: String
    /// Whether an address can be left here too.
    public var emailCapture: Bool
    /// Nil where nobody can be followed.
    public var follow: FollowOffer?

    public init(
        setting: PageSetting, link: Link, platform: Platform, mode: Save.Mode, fanURL: String,
        emailCapture: Bool
    ) {
        self.setting = setting
        self.link = link
        self.platform = platform
        self.mode = mode
        self.fanURL = fanURL
        self.emailCapture = emailCapture
    }
}

/// The page after a pre-save: what happens on which day, where it can be taken back, and offers
/// that bind nobody.
public enum PresaveDonePage {
    /// The whole document in UTF-8.
    public static func html(_ facts: PresaveDoneFacts) -> [UInt8] {
        let (link, wording) = (facts.link, facts.setting.wording)
        let step = StepPage(
            setting: facts.setting, link: link, title: wording.text(.doneTitle))
        return step.html { page in
            writePromise(facts, to: &page)
            if let follow = facts.follow { FollowForm(facts: facts).write(follow, to: &page) }
            page.wayOn(.meTitle, wording, to: facts.fanURL)
            if facts.emailCapture, facts.mode == .direct {
                SignUpForm(link: link, wording: wording)
                    .writeReminder(for: facts.platform, to: &page)
            } else if facts.emailCapture, link.emailCapture {
                SignUpForm(link: link, wording: wording).writeNews(to: &page)
            }
            page.wayOn(.back, wording, to: "/link/\(link.code)")
            page.share("\(Origin(facts.setting.baseURL).text)/link/\(link.code)", wording)
        }
    }

    private static func writePromise(_ facts: PresaveDoneFacts, to page: inout HTMLWriter) {
        let wording = facts.setting.wording
        let moment = ReleaseMoment(facts.link, wording)
        let promise: Phrase = facts.mode == .direct ? .doneDirect : .doneReminder
        page.markup("<p class=\"lead\" role=\"status\">")
        for piece in Wording.pieces(of: wording.text(promise)) {
            switch piece {
            case .words(let words): page.text(words)
            case .place("date"): moment?.write(to: &page)
            case .place("platform"): page.isolated(facts.platform.name)
            case .place(let name): page.isolated(facts.link.names[name] ?? "")
            }
        }
        page.markup("</p>\n")
        if facts.mode == .direct {
            page.paragraph("<p class=\"quiet\">", .donePermission, wording)
        }
    }
}
