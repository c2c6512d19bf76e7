// Fan-out: everybody is asked at once, each answer may make more questions, and the whole takes as long as the slowest
// is allowed to. What was said before is asked of the store, not of the platforms; who wants what somebody is already
// looking for joins in.
public import Smartlink
import Synchronization

/// Looks for music in all sources.
public final class MusicFinder: Sendable {
    private let store: any FindingStore
    private let sources: [any MusicSource]
    private let settings: Settings
    private let flights = Mutex<[Wish: Flight]>([:])

    public struct Settings: Sendable {
        /// Where the music is looked for: an ISO 3166 alpha-2 code, upper case.
        public var market: String
        /// The whole of a look-up; every source has its own bound besides.
        public var totalMs: Int64
        public var now: @Sendable () -> Instant
        /// Pauses that many milliseconds, less when cancelled.
        public var sleep: @Sendable (Int64) async -> Void
        /// Hears what could not be kept.
        public var note: @Sendable (Failure) -> Void

        public init(
            market: String, totalMs: Int64, now: @escaping @Sendable () -> Instant,
            sleep: @escaping @Sendable (Int64) async -> Void,
            note: @escaping @Sendable (Failure) -> Void
        ) {
            self.market = market
            self.totalMs = totalMs
            self.now = now
            self.sleep = sleep
            self.note = note
        }
    }

    public init(_ sources: [any MusicSource], store: any FindingStore, _ settings: Settings) {
        self.sources = sources
        self.store = store
        self.settings = settings
    }

    /// Whether there is anybody to ask.
    public var hasSources: Bool { !sources.isEmpty }

    /// The platforms that have a source of their own here.
    public var platforms: Set<String> { Set(sources.flatMap(\.platforms)) }

    /// What is asked of answers that were kept.
    public enum Freshness: Sendable {
        /// As long as they are good.
        case kept
        /// Who had nothing, or nothing that settles it, is asked again.
        case missesAnew
    }

    /// What makes two look-ups one: what one artist has told of their music says nothing to another.
    private struct Wish: Hashable {
        var clue: Clue
        var told: Music?
        var freshness: Freshness
    }

    /// Begins to look, or joins in where somebody is looking for the same.
    public func find(
        _ clue: Clue, told: Music? = nil, _ freshness: Freshness = .kept
    ) -> Flight {
        let wish = Wish(clue: clue, told: told, freshness: freshness)
        return flights.withLock { flights in
            if let flight = flights[wish] { return flight }
            let flight = Flight(Search(clue, told: told, sources: sources))
            flights[wish] = flight
            Task { await self.run(wish, flight) }
            return flight
        }
    }

    private enum Step: Sendable {
        case answer(Int, SourceAnswer, KeptAnswer?)
        case timeIsUp
    }

    private func run(_ wish: Wish, _ flight: Flight) async {
        var search = flight.search
        var news: [KeptAnswer] = []
        var memory: [String: [KeptAnswer]] = [:]
        await withTaskGroup(of: Step.self) { group in
            group.addTask { [settings] in
                await settings.sleep(settings.totalMs)
                return .timeIsUp
            }
            while true {
                while case let questions = search.questions(), !questions.isEmpty {
                    var replies: [Search.Reply] = []
                    for question in questions {
                        await recall(question.clue, into: &memory)
                        if let answer = kept(question, for: search, wish.freshness, memory) {
                            replies.append(Search.Reply(answer, from: question.place))
                        } else {
                            group.addTask { await self.ask(question) }
                        }
                    }
                    search.take(replies)
                    flight.update(search, isOver: false)
                }
                if search.isOver { break }
                guard case .answer(let place, let answer, let new) = await group.next() else {
                    break
                }
                search.take(answer, from: place)
                if let new { news.append(new) }
                flight.update(search, isOver: false)
            }
            search.end()
            group.cancelAll()
            // Before the group waits for those who were cancelled: one that does not heed it keeps nobody waiting.
            await keep(news)
            // Whoever comes now finds what was kept.
            flights.withLock { $0[wish] = nil }
            flight.update(search, isOver: true)
        }
    }

    private func ask(_ question: Search.Question) async -> Step {
        let answer = await question.source.find(question.clue, market: settings.market)
        return .answer(question.place, answer, worthKeeping(answer, to: question))
    }

    // MARK: What was said before

    private func key(_ clue: Clue) -> String { "\(settings.market) \(clue.text)" }

    /// Reads what was said to a clue, once a look-up. A store that cannot be read only costs questions.
    private func recall(_ clue: Clue, into memory: inout [String: [KeptAnswer]]) async {
        let key = key(clue)
        guard memory[key] == nil else { return }
        do {
            memory[key] = try await store.answers(to: key)
        } catch {
            settings.note(error)
            memory[key] = []
        }
    }

    private func kept(
        _ question: Search.Question, for search: Search, _ freshness: Freshness,
        _ memory: [String: [KeptAnswer]]
    ) -> SourceAnswer? {
        let answers = memory[key(question.clue)] ?? []
        guard let answer = answers.first(where: { $0.source == question.source.id }),
            answer.goodUntil > settings.now()
        else { return nil }
        if freshness == .missesAnew, !search.isSettled(by: answer.candidates) { return nil }
        return answer.candidates.isEmpty ? .missed : .found(answer.candidates)
    }

    /// Failures are nothing to remember.
    private func worthKeeping(_ answer: SourceAnswer, to question: Search.Question) -> KeptAnswer? {
        let now = settings.now()
        let (candidates, life): ([Candidate], Int64)
        switch answer {
        case .found(let found) where !found.isEmpty:
            (candidates, life) = (found, FindingLimits.foundMs)
        case .found, .missed: (candidates, life) = ([], FindingLimits.missedMs)
        case .failed: return nil
        }
        return KeptAnswer(
            source: question.source.id, clue: key(question.clue), candidates: candidates, at: now,
            goodUntil: Instant(ms: now.ms + life))
    }

    private func keep(_ answers: [KeptAnswer]) async {
        guard !answers.isEmpty else { return }
        do {
            try await store.keep(answers)
        } catch {
            settings.note(error)
        }
    }
}
