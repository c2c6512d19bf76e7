// What the catalogues share that are asked in an app's own name.
import Outbound
import Smartlink

/// Calls with the app's token.
struct AppCalls: Sendable {
    let door: PlatformDoor
    let tokens: AppTokens
    let clock: @Sendable () -> Instant
    var accept = "application/json"

    /// The answer as JSON of that form; nil for 404.
    func ask<Answer: Decodable>(
        _ url: String, for type: Answer.Type
    ) async throws(SourceFailure) -> Answer? {
        let response = try await tokens.use(clock) { token throws(SourceFailure) in
            let request = door.call(.get, url, authorization: "Bearer \(token)", accept: accept)
            return try await door.ask(request, at: clock())
        }
        return try response.answer(type)
    }
}

extension OutboundResponse {
    /// The body of a good answer; nil for 404. 403 is a word about the app: no fan is in these calls.
    func answer<Answer: Decodable>(_ type: Answer.Type) throws(SourceFailure) -> Answer? {
        if status == 404 { return nil }
        if status == 403 { throw SourceFailure(.unauthorised) }
        guard isSuccess, let answer = catalogueJSON(type) else { throw SourceFailure(.garbled) }
        return answer
    }
}

/// What hits mean; `garbled` where there are some and none of them means anything.
func candidates<Hit>(
    of hits: [Hit], _ read: (Hit) -> Candidate?
) throws(SourceFailure) -> [Candidate] {
    let found = hits.compactMap(read)
    if found.isEmpty, !hits.isEmpty { throw SourceFailure(.garbled) }
    return found
}

/// By what a catalogue was asked.
enum Asked {
    /// A code; what carries another one was found some other way.
    case code(String)
    case address
    /// Words, beside a code where one is known.
    case words(String?)

    func basis(carrying code: String?) -> Candidate.Basis {
        switch self {
        case .code(let asked): code == nil || code == asked ? .code : .words
        case .address: .address
        case .words(let known): known != nil && code == known ? .code : .words
        }
    }
}

extension Music {
    /// Title and artist as a search takes them: in one line, without what would be an operator there.
    var searchWords: (title: String, artist: String) {
        func plain(_ text: String) -> String {
            let line = text.map { $0 == "\"" || $0.isNewline ? " " : $0 }
            return String(line.prefix(Limits.searchWordsMax))
        }
        return (plain(title), plain(artist))
    }

    /// Its own code, by its kind.
    var code: String? { kind == .track ? isrc : upc }
}

extension Reading {
    /// A platform's own URL of something, without the query but for `keeping`; nil if it stands elsewhere.
    static func place(_ text: String?, on hosts: [String], keeping: String? = nil) -> String? {
        guard let text, let url = try? WebURL(text), url.scheme == .https, url.port == nil,
            hosts.contains(url.host)
        else { return nil }
        let path = url.rest.prefix { $0 != "?" && $0 != "#" }
        let place = "https://\(url.host)\(path)"
        let query = url.rest.dropFirst(path.count).prefix { $0 != "#" }.dropFirst()
        guard let keeping,
            let pair = query.split(separator: "&").first(where: { $0.hasPrefix("\(keeping)=") })
        else { return place }
        return "\(place)?\(pair)"
    }
}
