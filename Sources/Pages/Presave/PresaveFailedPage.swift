public import Smartlink

/// Why a fan's way to a pre-save or a letter ended early.
public enum PresaveTrouble: String, Sendable, CaseIterable {
    /// The fan said no on the platform's page.
    case denied
    /// Older than ten minutes, used before, or never ours.
    case expired
    /// The answer came to another browser than the one that began.
    case wrongBrowser
    case unreachable
    /// The platform cannot be authorised here at the moment.
    case closed
    /// What was written is no e-mail address.
    case address
    /// Nothing was chosen to be sent.
    case nothingChosen

    /// The status the page goes out with (RFC 9110 §15).
    public var status: Int {
        switch self {
        case .denied: 200
        case .expired, .wrongBrowser, .address, .nothingChosen: 400
        case .unreachable: 502
        case .closed: 503
        }
    }

    var phrase: Phrase {
        switch self {
        case .denied: .troubleDenied
        case .expired: .troubleExpired
        case .wrongBrowser: .troubleBrowser
        case .unreachable: .troubleUnreachable
        case .closed: .troubleClosed
        case .address: .troubleAddress
        case .nothingChosen: .troubleNothing
        }
    }
}

public struct PresaveFailedFacts: Sendable {
    public var setting: PageSetting
    public var trouble: PresaveTrouble
    /// Nil where the request did not tell.
    public var link: Link?
    public var platform: Platform?
    /// Where the same step begins anew; nil where that makes no sense.
    public var retryHref: String?

    public init(
        setting: PageSetting, trouble: PresaveTrouble, link: Link? = nil,
        platform: Platform? = nil, retryHref: String? = nil
    ) {
        self.setting = setting
        self.trouble = trouble
        self.link = link
        self.platform = platform
        self.retryHref = retryHref
    }
}

/// The page after a pre-save that did not come about: why, and the way back.
public enum PresaveFailedPage {
    /// The whole document in UTF-8.
    public static func html(_ facts: PresaveFailedFacts) -> [UInt8] {
        let wording = facts.setting.wording
        let step = StepPage(
            setting: facts.setting, link: facts.link, title: wording.text(.troubleTitle))
        return step.html { page in
            let name = facts.platform?.name ?? wording.text(.someService)
            page.paragraph(
                "<p class=\"lead\" role=\"status\">", facts.trouble.phrase, wording,
                ["platform": name])
            if let retry = facts.retryHref {
                page.markup("<p><a class=\"send\" data-zone rel=\"nofollow\"")
                page.attribute(.href, retry)
                page.markup(">")
                page.text(wording.text(.again))
                page.markup("</a></p>\n")
            }
            if let link = facts.link { page.wayOn(.back, wording, to: "/link/\(link.code)") }
        }
    }
}
