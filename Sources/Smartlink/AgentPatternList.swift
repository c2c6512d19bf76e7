/// What a matching pattern says; the low bits of a pattern record's marks.
enum AgentMark {
    static let preview: UInt32 = 1
    static let crawler: UInt32 = 2
    static let library: UInt32 = 4
    static let inApp: UInt32 = 8
    /// Crawlers of a known class carry one of these beside `crawler`.
    static let search: UInt32 = 16
    static let ai: UInt32 = 32
    static let monitor: UInt32 = 64
    static let scanner: UInt32 = 128
    /// Operating systems follow, one bit for each entry of the file.
    static let systemsAt: UInt32 = 8
}

/// Patterns with their records (layouts in AgentTable.swift), gathered from both files.
struct AgentPatternList {
    private(set) var patterns: [AgentPattern] = []
    private(set) var records: [UInt8] = []
    private(set) var guards: [UInt8] = []
    /// Operating system numbers in the file's order.
    private(set) var systems: [UInt8] = []
    private var exceptions: [AgentPattern] = []

    init(file: CrawlersFile, platforms: [Platform]) throws(Failure) {
        try add(file.previews, "previews", AgentMark.preview)
        try add(file.crawlers, "crawlers", AgentMark.crawler)
        try add(file.search, "search", AgentMark.crawler | AgentMark.search)
        try add(file.ai, "ai", AgentMark.crawler | AgentMark.ai)
        try add(file.monitors, "monitors", AgentMark.crawler | AgentMark.monitor)
        try add(file.scanners, "scanners", AgentMark.crawler | AgentMark.scanner)
        try add(file.libraries, "libraries", AgentMark.library)
        try add(file.inApp, "inApp", AgentMark.inApp)
        for platform in platforms {
            for (place, written) in platform.apps.enumerated() {
                let path = "\(platform.id).apps[\(place)]"
                add(try AgentPattern(written, path: path), marks: 0, app: platform.number)
            }
            for (place, written) in platform.inApp.enumerated() {
                let path = "\(platform.id).inApp[\(place)]"
                add(
                    try AgentPattern(written, path: path), marks: AgentMark.inApp,
                    app: platform.number)
            }
        }
        try addSystems(file.systems)
    }

    private mutating func addSystems(_ entries: [CrawlersFile.System]) throws(Failure) {
        guard entries.count <= AgentTable.systemsMax else {
            throw Failure(
                .invalidField, "use at most \(AgentTable.systemsMax) entries", field: "systems")
        }
        for (index, entry) in entries.enumerated() {
            guard let os = OperatingSystem(name: entry.os) else {
                throw Failure(
                    .invalidField, "no operating system: \"\(entry.os)\"",
                    field: "systems[\(index)].os")
            }
            systems.append(os.rawValue)
            for (place, written) in entry.patterns.enumerated() {
                let path = "systems[\(index)].patterns[\(place)]"
                add(
                    try AgentPattern(written, path: path),
                    marks: 1 << (AgentMark.systemsAt + UInt32(index)))
            }
        }
    }

    private mutating func add(
        _ entries: [CrawlersFile.Entry], _ list: String, _ marks: UInt32
    ) throws(Failure) {
        for (index, entry) in entries.enumerated() {
            let path = "\(list)[\(index)]"
            let pattern = try AgentPattern(entry.pattern, path: "\(path).pattern")
            if entry.except.isEmpty {
                add(pattern, marks: marks)
                continue
            }
            let guarded = guards.count / 16
            guard guarded < AgentTable.guardsMax else {
                throw Failure(
                    .invalidField,
                    "at most \(AgentTable.guardsMax) patterns may have exceptions",
                    field: "\(path).except")
            }
            var bits: UInt64 = 0
            for (place, written) in entry.except.enumerated() {
                bits |= 1 << UInt64(try exception(written, "\(path).except[\(place)]"))
            }
            var out = FlatBytes(count: 16)
            out.put(Int(marks), at: 0, bytes: 4)
            out.put(pattern.text.count, at: 5, bytes: 1)
            out.put(Int(truncatingIfNeeded: bits), at: 8, bytes: 8)
            guards += out.bytes
            add(pattern, marks: marks, guarded: guarded)
        }
    }

    /// The bit an exception stands for; the same text shares one.
    private mutating func exception(_ written: String, _ path: String) throws(Failure) -> Int {
        let pattern = try AgentPattern(written, path: path)
        if let known = exceptions.firstIndex(of: pattern) { return known }
        guard exceptions.count < AgentTable.guardsMax else {
            throw Failure(
                .invalidField, "at most \(AgentTable.guardsMax) different exceptions", field: path)
        }
        exceptions.append(pattern)
        add(pattern, marks: 0, exception: exceptions.count - 1)
        return exceptions.count - 1
    }

    private mutating func add(
        _ pattern: AgentPattern, marks: UInt32, app: UInt8 = 0, guarded: Int = 255,
        exception: Int = 255
    ) {
        patterns.append(pattern)
        var out = FlatBytes(count: 16)
        out.put(pattern.text.count, at: 0, bytes: 1)
        out.put(Int(pattern.ties), at: 1, bytes: 1)
        out.put(Int(app), at: 2, bytes: 1)
        out.put(guarded, at: 3, bytes: 1)
        out.put(exception, at: 4, bytes: 1)
        out.put(Int(marks), at: 8, bytes: 4)
        records += out.bytes
    }
}
