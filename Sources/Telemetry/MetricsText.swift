/// Writes the exposition format, version 0.0.4.
struct MetricsText {
    private(set) var text = ""

    mutating func begin(_ name: StaticString, _ help: StaticString, _ kind: Metrics.Kind) {
        text +=
            "# HELP \(name) \(Self.escaped(help.description))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func append(_ name: StaticString, _ sample: Sample) {
        switch sample.value {
        case .number(let number):
            text += "\(name)\(Self.labels(sample.labels)) \(Self.number(number))\n"
        case .histogram(let histogram):
            append(name, sample.labels, histogram)
        }
    }

    private mutating func append(
        _ name: StaticString, _ labels: [Sample.Label], _ histogram: HistogramSnapshot
    ) {
        var below: UInt64 = 0
        for (place, count) in histogram.counts.enumerated() {
            below += count
            let bound =
                place < histogram.bounds.count ? Self.number(histogram.bounds[place]) : "+Inf"
            let all = labels + [Sample.Label("le", bound)]
            text += "\(name)_bucket\(Self.labels(all)) \(below)\n"
        }
        text += "\(name)_sum\(Self.labels(labels)) \(Self.number(histogram.sumSeconds))\n"
        text += "\(name)_count\(Self.labels(labels)) \(below)\n"
    }

    private static func labels(_ labels: [Sample.Label]) -> String {
        if labels.isEmpty { return "" }
        let pairs = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: "\\\""))\"" }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    private static func escaped(_ text: String, quotes: String = "\"") -> String {
        var out = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\"": out += quotes
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }

    private static func number(_ number: Double) -> String {
        if let whole = Int64(exactly: number) { return String(whole) }
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        return "\(number)"
    }
}
