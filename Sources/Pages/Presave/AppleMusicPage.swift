public import Smartlink

public struct AppleMusicFacts: Sendable {
    public var setting: PageSetting
    public var link: Link
    public var platform: Platform
    /// For browsers: short-lived and good for this origin only.
    public var developerToken: String
    public var state: String
    /// MusicKit JS, or a stand-in's.
    public var scriptURL: String
    /// Where the fan's token is handed over.
    public var action: String

    public init(
        setting: PageSetting, link: Link, platform: Platform, developerToken: String,
        state: String, scriptURL: String = AppleMusicPage.scriptURL,
        action: String = "/oauth/apple-music/callback"
    ) {
        self.setting = setting
        self.link = link
        self.platform = platform
        self.developerToken = developerToken
        self.state = state
        self.scriptURL = scriptURL
        self.action = action
    }
}

/// The page on which a fan agrees at Apple: MusicKit JS does it in the browser and gives a token,
/// which a form hands over. Fields: `state`, `token`, `storefront`, `zone`.
///
/// The only page that loads anything from elsewhere; it goes out with
/// `PagePolicy.appleMusicFields`, since the usual policy would stop the script.
public enum AppleMusicPage {
    public static let scriptURL = "https://js-cdn.music.apple.com/musickit/v3/musickit.js"
    /// Whom MusicKit JS speaks with.
    static let origins = [
        "https://api.music.apple.com", "https://authorize.music.apple.com",
        "https://idmsa.apple.com", "https://play.itunes.apple.com", "https://buy.music.apple.com",
    ]

    /// The whole document in UTF-8.
    public static func html(_ facts: AppleMusicFacts) -> [UInt8] {
        let (link, wording) = (facts.link, facts.setting.wording)
        let names = ["platform": facts.platform.name]
        let step = StepPage(
            setting: facts.setting, link: link, title: wording.text(.presaveSave, names))
        var page = HTMLWriter(reserving: 16_384)
        step.writeHead(to: &page)
        page.markup("<body>\n<main class=\"step\">\n")
        page.cover(of: link, .page, facts.setting.sharedPicture, wording: wording)
        page.markup("<div class=\"story\">\n")
        if facts.setting.isSandbox { page.sandboxLabel(wording) }
        step.writeTitle(to: &page)
        page.paragraph("<p class=\"lead\">", .appleText, wording, names)
        page.markup("<noscript>")
        page.paragraph("<p class=\"notice\">", .appleScript, wording, names)
        page.markup("</noscript>\n")
        writeForm(facts, to: &page)
        page.wayOn(.back, wording, to: "/link/\(link.code)")
        page.markup("</div>\n</main>\n<script")
        page.attribute(.src, facts.scriptURL)
        page.markup(" data-web-components async></script>\n")
        page.inline(appleMusicBehaviour)
        page.markup("</body></html>\n")
        return page.bytes
    }

    private static func writeForm(_ facts: AppleMusicFacts, to page: inout HTMLWriter) {
        let wording = facts.setting.wording
        let names = ["platform": facts.platform.name]
        page.markup("<form id=\"musickit\" method=\"post\"")
        page.attribute(.action, facts.action)
        page.attribute(.developerToken, facts.developerToken)
        page.markup(">\n")
        page.hidden("state", facts.state)
        page.hidden("token", "")
        page.hidden("storefront", "")
        page.hidden("zone", "")
        page.markup("<button type=\"button\" class=\"send\" hidden>")
        page.phrase(.appleSend, wording, names)
        page.markup("</button>\n<p class=\"notice\" role=\"status\" hidden>")
        page.phrase(.appleFailed, wording, names)
        page.markup("</p></form>\n")
    }
}

/// Signs in at a tap and posts what came of it; the button shows once MusicKit JS is there.
let appleMusicBehaviour = InlineAsset(
    .script,
    """
    (()=>{"use strict";
    const form=document.getElementById("musickit"),button=form.querySelector("button");
    const failed=form.querySelector("[role=status]"),fields=form.elements;
    fields.zone.value=Intl.DateTimeFormat().resolvedOptions().timeZone||"";
    const fail=()=>{failed.hidden=false;button.disabled=false};
    let music,begun=false;
    const begin=async()=>{
    if(begun)return;
    begun=true;
    try{
    music=await MusicKit.configure({developerToken:form.dataset.developerToken,
    app:{name:location.hostname,build:"1"}})||MusicKit.getInstance();
    button.hidden=false;
    }catch{fail()}
    };
    document.addEventListener("musickitloaded",begin);
    if(window.MusicKit)begin();
    document.querySelector("script[src]").addEventListener("error",fail);
    button.addEventListener("click",async()=>{
    failed.hidden=true;button.disabled=true;
    try{
    const token=await music.authorize();
    if(!token)return fail();
    fields.token.value=token;
    fields.storefront.value=music.storefrontCountryCode||music.storefrontId||"";
    form.submit();
    }catch{fail()}
    });
    })();
    """)
