// Cards and scaled covers are asked for by hundreds at once and drawn by very few processes:
//
//   kept?        → the file
//   being drawn? → waits with those who asked before
//   else         → a place in the queue, first come first served; a full queue refuses
//
// A painter that ends before its time costs the one card it had in hand; it rests longer after each such end.
import CardFrames
import Crypto
public import Smartlink
import Synchronization
public import Telemetry

/// Draws and keeps cards and scaled covers.
public final class Studio: PictureSource, ArtworkExamination {
    private let program: String
    private let folder: CardFolder
    private let patience: Painter.Patience
    private let log: Log
    private let readCover: @Sendable (Artwork) async -> [UInt8]?
    private let desk = Mutex(Desk())
    /// Painters between two jobs.
    private let spare = Mutex<[Painter]>([])

    private struct Job: Sendable {
        var hash: String
        var order: CardOrder
    }

    private struct Desk: Sendable {
        var waiting: [Job] = []
        /// Those who wait for a picture, by its hash.
        var asking: [String: [CheckedContinuation<Outcome, Never>]] = [:]
        /// Threads that draw.
        var drawing = 0
        /// Ends before their time since the last picture.
        var ends = 0
        /// When the next painter may be started, monotonic milliseconds.
        var restsUntil: Int64 = 0
        /// What nothing could be drawn of: what is answered, and until when it is not tried again.
        var failed: [String: (outcome: Outcome, until: Int64)] = [:]
        var drawn = 0
    }

    /// - Parameters:
    ///   - program: segue-card.
    ///   - folder: where cards are kept.
    ///   - readCover: the bytes of an artwork; nil if they are gone.
    public convenience init(
        program: String, folder: String, log: Log,
        readCover: @escaping @Sendable (Artwork) async -> [UInt8]?
    ) {
        self.init(
            program: program, folder: folder, log: log, patience: Painter.Patience(),
            readCover: readCover)
    }

    init(
        program: String, folder: String, log: Log, patience: Painter.Patience,
        readCover: @escaping @Sendable (Artwork) async -> [UInt8]?
    ) {
        self.program = program
        self.patience = patience
        self.folder = CardFolder(folder)
        self.log = log
        self.readCover = readCover
    }

    /// Pictures drawn so far.
    public var drawn: Int { desk.withLock { $0.drawn } }

    public func card(_ subject: CardSubject) async -> KeptPicture? {
        await picture(Self.hash(subject)) { [self] in
            var order = CardOrder(
                title: subject.title, artist: subject.artist, dateLine: subject.dateLine)
            if let artwork = subject.artwork {
                order.cover = await readCover(artwork) ?? []
            }
            return order
        }.kept
    }

    public func cover(_ artwork: Artwork, width: Int) async -> KeptPicture? {
        guard Cover.widths.contains(width) else { return nil }
        return await picture(Self.hash(artwork, width: width)) { [self] in
            CardOrder(scaling: await readCover(artwork) ?? [], toWidth: width)
        }.kept
    }

    /// Makes the width that most pages show first, so that nobody waits for it later.
    public func examine(_ bytes: [UInt8], _ artwork: Artwork) async -> ArtworkFinding? {
        let outcome = await picture(Self.hash(artwork, width: Limits.examinedWidth)) {
            CardOrder(scaling: bytes, toWidth: Limits.examinedWidth)
        }
        switch outcome {
        case .kept: return .sound
        case .failed, .unavailable, .refused(.undrawable): return nil
        case .refused(.animated): return .animated
        case .refused(.tooLarge): return .tooLarge
        case .refused(.mixed): return .mixed
        case .refused(.broken), .refused(.unknownType): return .broken
        }
    }

    /// What is kept under this hash, else what comes of the order.
    private func picture(
        _ hash: String, _ order: @escaping @Sendable () async -> CardOrder
    ) async -> Outcome {
        if let kept = folder.find(hash) { return .kept(kept) }
        return await withCheckedContinuation { asking in
            switch join(asking, hash) {
            case .told(let outcome): asking.resume(returning: outcome)
            case .later: break
            case .first: Task { [self] in enqueue(Job(hash: hash, order: await order())) }
            }
        }
    }

    /// Of everything drawn and of how it is drawn; lengths keep one text from running into the next.
    static func hash(_ subject: CardSubject) -> String {
        var message = Array("segue card \(Card.drawing)\n".utf8)
        let parts = [
            subject.title, subject.artist, subject.dateLine, subject.artwork?.hash ?? "",
        ]
        for part in parts {
            message += Array("\(part.utf8.count):".utf8) + Array(part.utf8)
        }
        return hexadecimal(of: message)
    }

    static func hash(_ artwork: Artwork, width: Int) -> String {
        hexadecimal(of: Array("segue cover \(Cover.scaling)\n\(artwork.hash) \(width)".utf8))
    }

    private static func hexadecimal(of message: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: SHA256.digest(message).flatMap {
                [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
            }, as: UTF8.self)
    }

    /// Where one who asks for a picture stands.
    private enum Standing {
        case first
        case later
        /// Not in the queue at all.
        case told(Outcome)
    }

    private func join(
        _ asking: CheckedContinuation<Outcome, Never>, _ hash: String
    ) -> Standing {
        let now = Clock.nowMs()
        return desk.withLock { desk in
            if desk.asking[hash] != nil {
                desk.asking[hash]?.append(asking)
                return .later
            }
            if let failure = desk.failed[hash] {
                guard failure.until <= now else { return .told(failure.outcome) }
                desk.failed[hash] = nil
            }
            guard desk.asking.count < Limits.waitingMax else { return .told(.unavailable) }
            desk.asking[hash] = [asking]
            return .first
        }
    }

    private func enqueue(_ job: Job) {
        let startsThread = desk.withLock { desk in
            desk.waiting.append(job)
            guard desk.drawing < Limits.paintersMax else { return false }
            desk.drawing += 1
            return true
        }
        guard startsThread else { return }
        guard startThread({ [self] in work() }) else {
            desk.withLock { $0.drawing -= 1 }
            finish(job.hash, .unavailable)
            return
        }
    }

    /// A thread's life: one job after the other until there is none.
    private func work() {
        var painter = spare.withLock { $0.popLast() }
        while true {
            let job = desk.withLock { desk -> Job? in
                guard desk.waiting.isEmpty else { return desk.waiting.removeFirst() }
                if let painter { spare.withLock { $0.append(painter) } }
                desk.drawing -= 1
                return nil
            }
            guard let job else { return }
            finish(job.hash, draw(job, &painter))
        }
    }

    /// What came of a job.
    private enum Outcome {
        case kept(KeptPicture)
        /// A scaled cover's decoder says no.
        case refused(CardAnswer.Refusal)
        /// Nothing can be drawn of it, and trying costs a painter.
        case failed
        /// It was not tried, or the machine failed it.
        case unavailable

        var kept: KeptPicture? {
            guard case .kept(let picture) = self else { return nil }
            return picture
        }

        /// Whether trying again at once would end the same way.
        var isLasting: Bool {
            switch self {
            case .failed, .refused: true
            case .kept, .unavailable: false
            }
        }
    }

    private func finish(_ hash: String, _ outcome: Outcome) {
        let asking = desk.withLock { desk in
            if outcome.isLasting {
                if desk.failed.count >= Limits.failuresMax { desk.failed.removeAll() }
                desk.failed[hash] = (outcome, Clock.nowMs() + Limits.failureMs)
            }
            return desk.asking.removeValue(forKey: hash) ?? []
        }
        for one in asking { one.resume(returning: outcome) }
    }

    /// The card; without its cover where that cannot be decoded.
    private func draw(_ job: Job, _ painter: inout Painter?) -> Outcome {
        var order = job.order
        while true {
            if let idle = painter, !idle.isAlive {
                // Anything may have happened to one that had nothing to do.
                painter = nil
            }
            guard painter != nil || desk.withLock({ Clock.nowMs() >= $0.restsUntil }) else {
                return .unavailable
            }
            // Only one that has drawn before is known to be well.
            let isProven = painter?.hasAnswered == true
            let answer: CardAnswer
            do throws(PainterFailure) {
                answer = try paint(order, &painter)
            } catch {
                return isProven && error == .ended && order.width > 0 ? .refused(.broken) : .failed
            }
            switch answer {
            case .jpeg(let bytes), .png(let bytes):
                desk.withLock {
                    $0.drawn += 1
                    $0.ends = 0
                }
                guard let kept = folder.keep(bytes, as: job.hash) else {
                    log.warning("card_not_kept")
                    return .unavailable
                }
                return .kept(kept)
            case .refused(let why):
                log.warning("card_cover_refused", LogField("why", .name("\(why)")))
                guard order.width == 0 else { return .refused(why) }
                guard !order.cover.isEmpty else { return .failed }
                order.cover = []
            }
        }
    }

    private func paint(
        _ order: CardOrder, _ painter: inout Painter?
    ) throws(PainterFailure) -> CardAnswer {
        do throws(PainterFailure) {
            let mine =
                if let painter { painter } else {
                    try Painter(program: program, patience: patience)
                }
            painter = mine
            return try mine.paint(order)
        } catch {
            painter = nil
            let rest = desk.withLock { desk in
                desk.ends += 1
                let rest = Limits.restMs << Int64(min(desk.ends - 1, 16))
                desk.restsUntil = Clock.nowMs() + min(rest, Limits.restMsMax)
                return min(rest, Limits.restMsMax)
            }
            log.warning(
                "card_painter_ended", LogField("why", .cause("\(error)")),
                LogField("rests_ms", .count(Int(rest))))
            throw error
        }
    }
}
