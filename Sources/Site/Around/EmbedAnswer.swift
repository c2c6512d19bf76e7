internal import HTTP
internal import Pages
internal import Smartlink

extension EmbedForm {
    /// Reads a query; a parameter nobody knows is left alone, since websites add their own.
    init(_ query: [(name: String, value: String)]) throws(SignForm.Refusal) {
        self.init()
        for (name, value) in query {
            switch name {
            case "size":
                guard let size = Size(rawValue: value) else {
                    throw SignForm.Refusal(sentence: "size is small or large.")
                }
                self.size = size
            case "theme":
                guard let theme = Theme(rawValue: value) else {
                    throw SignForm.Refusal(sentence: "theme is auto, light or dark.")
                }
                self.theme = theme
            case "bg":
                ground = try Self.colour(value)
            default: break
            }
        }
    }

    /// Six digits of three or six, with or without `#`.
    private static func colour(_ text: String) throws(SignForm.Refusal) -> String {
        let digits = text.hasPrefix("#") ? text.dropFirst() : Substring(text)
        let bytes = digits.utf8
        let isHexadecimal = bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"):
                true
            default: false
            }
        }
        guard isHexadecimal, bytes.count == 3 || bytes.count == 6 else {
            throw SignForm.Refusal(sentence: "bg is a colour of three or six hexadecimal digits.")
        }
        let whole = bytes.count == 6 ? String(digits) : digits.map { "\($0)\($0)" }.joined()
        return whole.lowercased()
    }
}

extension AroundDoor {
    /// From memory where it is kept.
    func embed(_ code: Code, _ request: Request) async -> Response? {
        let form: EmbedForm
        do throws(SignForm.Refusal) {
            form = try EmbedForm(request.query)
        } catch {
            return await around(code, request) { _ in .refused(error.sentence) }
        }
        let (count, tables) = (tables.count, tables.tables)
        let wording = tables.wording(for: request.fields["Accept-Language"] ?? "")
        let look = EmbedMemory.Look(form: form, language: wording.tag)
        let now = Instant(ms: request.arrival.nowMs)
        let (kept, ticket) = embeds.find(code, look, at: now, tables: count)
        if let kept { return answer(request, kept.fields, kept.body, kept.entityTag) }
        return await around(code, request) { link in
            let made = embed(link, form, wording, tables, at: now)
            if case .answer(let fields, let body, let tag) = made {
                let until = link.state(at: now) == .presave ? link.releaseAt : nil
                embeds.keep(
                    EmbedMemory.Kept(fields: fields, body: body, entityTag: tag, until: until),
                    code, look, ticket)
            }
            return made
        }
    }

    private func embed(
        _ link: Link, _ form: EmbedForm, _ wording: Wording, _ tables: FanTables, at now: Instant
    ) -> Made {
        var facts = PageFacts(
            baseURL: tables.baseURL, offers: [], wording: wording, state: link.state(at: now),
            now: now)
        facts.hasPlayer = true
        facts.sharedPicture = tables.sharedPicture
        var fields = Fields()
        for field in tables.policy.embedFields { fields.append(field.name, field.value) }
        fields["Content-Type"] = PagePolicy.contentType
        fields["Cache-Control"] = "public, max-age=60"
        fields["Vary"] = "Accept-Language"
        let look = [form.size.rawValue, form.theme.rawValue, form.ground ?? "own", wording.tag]
        let tag = "\(link.version)-\(facts.state.rawValue)-\(look.joined(separator: "-"))"
        return .answer(
            fields: fields, body: EmbedPage.html(link, form, facts), entityTag: tag)
    }
}
