import Smartlink

/// Which rows answer a question about some hours: the coarsest that are whole and settled, hours at the edges.
struct StatisticsPlan {
    struct Span: Equatable {
        var grain: Grain
        /// Since 1970 UTC; whole days or months where the grain says so.
        var hours: Range<Int64>
    }

    private let hours: Range<Int64>
    private let marks: Marks
    /// Where the settled hours end.
    private let settled: Int64

    init(_ hours: Range<Int64>, _ marks: Marks) {
        self.hours = hours
        self.marks = marks
        settled = min(max(marks.day * 24, hours.lowerBound), hours.upperBound)
    }

    func isSettled(_ span: Span) -> Bool { span.hours.upperBound <= settled }

    /// All hours.
    func spans(coarsest: Grain) -> [Span] {
        settledSpans(coarsest: coarsest) + Self.span(.hour, settled, hours.upperBound)
    }

    func settledSpans(coarsest: Grain) -> [Span] {
        let (first, end) = (hours.lowerBound, settled)
        guard coarsest != .hour else { return Self.span(.hour, first, end) }
        let days =
            -CivilDay.floor(
                -first, by: 24)..<max(
                -CivilDay.floor(-first, by: 24), CivilDay.floor(end, by: 24))
        guard !days.isEmpty else { return Self.span(.hour, first, end) }
        return Self.span(.hour, first, days.lowerBound * 24)
            + inside(days, coarsest) + Self.span(.hour, days.upperBound * 24, end)
    }

    private func inside(_ days: Range<Int64>, _ coarsest: Grain) -> [Span] {
        let whole = Self.span(.day, days.lowerBound * 24, days.upperBound * 24)
        guard coarsest == .month else { return whole }
        var from = CivilDay(days: days.lowerBound)
        if from != from.firstOfMonth { from = from.firstOfNextMonth }
        let to = min(CivilDay(days: days.upperBound).firstOfMonth.days, marks.month)
        guard from.days < to else { return whole }
        return Self.span(.day, days.lowerBound * 24, from.days * 24)
            + Self.span(.month, from.days * 24, to * 24)
            + Self.span(.day, to * 24, days.upperBound * 24)
    }

    private static func span(_ grain: Grain, _ first: Int64, _ end: Int64) -> [Span] {
        first < end ? [Span(grain: grain, hours: first..<end)] : []
    }
}
