/// One measured value under its labels.
public struct Sample: Equatable, Sendable {
    public var labels: [Label]
    public var value: Value

    public init(_ labels: [Label] = [], _ value: Value) {
        self.labels = labels
        self.value = value
    }

    public enum Value: Equatable, Sendable {
        case number(Double)
        case histogram(HistogramSnapshot)
    }

    /// A label's name is the program's own; its value may come from a configuration file.
    public struct Label: Equatable, Sendable {
        public var name: StaticString
        public var value: String

        public init(_ name: StaticString, _ value: String) {
            self.name = name
            self.value = value
        }

        public static func == (one: Label, other: Label) -> Bool {
            one.name == other.name.description && one.value == other.value
        }
    }
}

/// All metrics of the process: each family is read from its owner when it is asked for, so that counting costs
/// its owner one addition and nothing is kept twice.
public struct Metrics: Sendable {
    public enum Kind: String, Sendable { case counter, gauge, histogram }

    struct Family: Sendable {
        var name: StaticString
        var help: StaticString
        var kind: Kind
        var read: @Sendable () -> [Sample]
    }

    /// Series of one family that are written; a label gone wild must not swell every scrape.
    public static let seriesMax = 512

    private(set) var families: [Family] = []

    public init() {}

    /// Adds a family; `read` is called at each scrape, from any thread.
    public mutating func add(
        _ kind: Kind, _ name: StaticString, _ help: StaticString,
        read: @escaping @Sendable () -> [Sample]
    ) {
        families.append(Family(name: name, help: help, kind: kind, read: read))
    }

    /// The text that Prometheus reads (exposition format 0.0.4).
    public func text() -> String {
        var text = MetricsText()
        for family in families {
            text.begin(family.name, family.help, family.kind)
            for sample in family.read().prefix(Self.seriesMax) {
                text.append(family.name, sample)
            }
        }
        return text.text
    }

    /// The media type of `text()`.
    public static let mediaType = "text/plain; version=0.0.4; charset=utf-8"
}
