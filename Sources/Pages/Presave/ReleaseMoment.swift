import Smartlink

/// When a link comes out, as a fan is told: a day where it is a day, an instant with its time.
struct ReleaseMoment {
    let releaseAt: Instant
    let mode: Link.ReleaseMode
    let wording: Wording

    init?(_ link: Link, _ wording: Wording) {
        guard let releaseAt = link.releaseAt else { return nil }
        self.releaseAt = releaseAt
        mode = link.releaseMode
        self.wording = wording
    }

    private var date: CalendarDate { CalendarDate(releaseAt) }
    private var time: String { clockTime(releaseAt) }
    /// A day of release is the same everywhere.
    private var isDay: Bool { mode == .local || time == "00:00" }

    /// Plain text: the day, or day and time in UTC.
    var text: String {
        isDay
            ? wording.text(date)
            : wording.text(.moment, ["date": wording.text(date), "time": time])
    }

    /// One instant is told in UTC, which the script makes local time.
    func write(to page: inout HTMLWriter) {
        page.markup("<time")
        page.attribute(.datetime, isDay ? date.iso : "\(date.iso)T\(time)Z")
        page.markup(isDay ? ">" : " data-moment>")
        page.text(text)
        page.markup("</time>")
    }

    /// What the script counts to; without an offset it is midnight where the fan is (ISO 8601).
    var until: String {
        switch mode {
        case .local: "\(date.iso)T00:00"
        case .global: releaseAt.rfc3339
        }
    }

    /// `12 days to go`, `5 hours to go`. Nil on the last day of a local release: how many hours are
    /// left depends on where the fan is.
    func left(from now: Instant) -> String? {
        let days = releaseAt.day - now.day
        if days > 1 { return wording.text(.daysToGo, count: Int(clamping: days)) }
        let hours = releaseAt.hour - now.hour
        guard mode == .global, hours > 0 else { return nil }
        return wording.text(.hoursToGo, count: Int(clamping: hours))
    }
}
