// SPEC §2's order once more, over the link as its artist knows it, with a sentence at every step.
// It shares no code with the fan's path; a test compares the two over random visits.

struct ExplanationWalk {
    let enquiry: Enquiry
    let link: Link
    let catalogue: Catalogue
    /// Host the fan came from; empty if none.
    let referrer: String
    private(set) var steps: [Explanation.Step] = []

    init(enquiry: Enquiry, link: Link, catalogue: Catalogue, referrer: String) {
        self.enquiry = enquiry
        self.link = link
        self.catalogue = catalogue
        self.referrer = referrer.lowercased()
    }

    mutating func run() {
        if step("disabled", link.isDisabled, "the link is disabled", "the link is not disabled") {
            return
        }
        if step(
            "preview", enquiry.agent.kind == .preview, "a link-preview crawler gets the page",
            "the User-Agent is no link-preview crawler's")
        {
            return
        }
        let isLocal = link.releaseMode == .local
        let isEarly =
            link.releaseAt.map { releaseAt in
                isLocal
                    ? enquiry.now.ms + enquiry.minutesAhead * 60_000 < releaseAt.day * 86_400_000
                    : enquiry.now < releaseAt
            } ?? false
        let release =
            link.releaseAt.map {
                isLocal
                    ? "release at midnight of \($0.rfc3339.prefix(10)) where the fan is"
                    : "release at \($0.rfc3339)"
            } ?? "no release date"
        if step("presave", isEarly, "\(release) is still to come", "\(release): out") { return }
        if let asked = enquiry.asked { return ask(for: asked) }
        if step(
            "choose", enquiry.choosing, "?choose always shows the page", "?choose is not there")
        {
            return
        }
        if let remembered = enquiry.remembered {
            if reach("cookie", remembered, "the cookie names \(remembered)") { return }
        } else {
            _ = step("cookie", false, "", "no cookie")
        }
        for (index, rule) in link.rules.enumerated() where follow(rule, "rules[\(index)]") {
            return
        }
        if let app = catalogue.platform(number: enquiry.agent.app)?.id {
            if reach("app", app, "the User-Agent is \(app)'s own") { return }
        } else {
            _ = step("app", false, "", "the User-Agent is no platform's own")
        }
        chooseByMode()
    }

    private mutating func ask(for id: String) {
        guard !reach("asked", id, "?to names \(id)") else { return }
        guard let platform = catalogue.platform(id: id), exists(platform),
            platform.searchURL != nil
        else {
            _ = step("unavailable", true, "nor can it be searched there: the page says so", "")
            return
        }
        _ = step("search", true, "\(platform.name) is searched for artist and title", "")
    }

    private mutating func follow(_ rule: Rule, _ name: String) -> Bool {
        if let refusal = refusal(of: rule) { return step(name, false, "", refusal) }
        switch rule.to {
        case .page: return step(name, true, "its conditions hold: the page", "")
        case .platform(let id): return reach(name, id, "its conditions hold")
        }
    }

    private mutating func chooseByMode() {
        guard link.mode == .direct else {
            _ = step("mode", true, "mode page: the landing page", "")
            return
        }
        let os = enquiry.agent.os
        guard let first = catalogue.order(for: os).first(where: { obstacle(to: $0) == nil }) else {
            _ = step("mode", true, "mode direct, but no platform is reached: the page", "")
            return
        }
        _ = step("mode", true, "mode direct: first in the order of \(os.name) is \(first.id)", "")
    }

    // MARK: Conditions

    /// The first condition that does not hold, in words; nil if all do.
    private func refusal(of rule: Rule) -> String? {
        if !rule.country.isEmpty, !rule.country.contains(enquiry.country) {
            return "country is \(named(enquiry.country.text))"
        }
        if !rule.os.isEmpty, !rule.os.contains(enquiry.agent.os) {
            return "os is \(enquiry.agent.os.name)"
        }
        if !rule.language.isEmpty,
            !rule.language.contains(where: { $0.text.lowercased() == enquiry.language.text })
        {
            return "language is \(named(enquiry.language.text))"
        }
        let hosts = rule.referrer.map { $0.lowercased() }
        if !hosts.isEmpty,
            !hosts.contains(where: { referrer == $0 || referrer.hasSuffix("." + $0) })
        {
            return "referrer is \(named(referrer))"
        }
        let channel = RuleText.lowered(enquiry.channel)
        if !rule.channel.isEmpty,
            channel.isEmpty || !rule.channel.contains(where: { RuleText.lowered($0) == channel })
        {
            return "channel is \(named(enquiry.channel))"
        }
        if let inApp = rule.inApp, inApp != enquiry.agent.isInApp {
            return enquiry.agent.isInApp ? "an in-app browser" : "no in-app browser"
        }
        if let after = rule.after, enquiry.now < after { return "not yet \(after.rfc3339)" }
        if let before = rule.before, enquiry.now >= before { return "past \(before.rfc3339)" }
        return nil
    }

    private func named(_ text: String) -> String { text.isEmpty ? "unknown" : text }

    // MARK: Reaching a platform

    private mutating func reach(_ rule: String, _ id: String, _ cause: String) -> Bool {
        guard let platform = catalogue.platform(id: id) else {
            return step(rule, false, "", "\(cause), which is no platform here")
        }
        if let obstacle = obstacle(to: platform) {
            return step(rule, false, "", "\(cause); \(obstacle)")
        }
        return step(rule, true, "\(cause); the link is on \(platform.name)", "")
    }

    private func exists(_ platform: Platform) -> Bool {
        platform.territories.isEmpty || CountrySet.place(enquiry.country) < 0
            || platform.territories.contains(enquiry.country)
    }

    /// Why the fan cannot be sent to that platform; nil if they can.
    private func obstacle(to platform: Platform) -> String? {
        guard let destination = link.destinations.first(where: { $0.platform == platform.id })
        else {
            return "the link has no \(platform.name) destination"
        }
        guard destination.status == .verified else {
            return "its \(platform.name) destination is \(destination.status.rawValue)"
        }
        let country = enquiry.country
        guard exists(platform) else { return "\(platform.name) does not exist in \(country.text)" }
        guard
            destination.territories.isEmpty || CountrySet.place(country) < 0
                || destination.territories.contains(country.text)
        else { return "it is not on \(platform.name) in \(country.text)" }
        return nil
    }

    private mutating func step(
        _ rule: String, _ matched: Bool, _ yes: String, _ no: String
    ) -> Bool {
        steps.append(Explanation.Step(rule: rule, matched: matched, why: matched ? yes : no))
        return matched
    }
}
