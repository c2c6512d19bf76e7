/// A day of the proleptic Gregorian calendar and its number, counted from 1970-01-01.
///
/// The year is taken to begin in March, so that the leap day is its last and months follow one
/// formula.
struct CivilDay {
    var year: Int
    var month: Int
    var day: Int

    /// The day with this number; years from 0 on.
    @_noLocks
    init(number: Int) {
        // From 0000-03-01, in eras of 400 years.
        let shifted = number &+ 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted &- era &* 146_097
        let yearOfEra =
            (dayOfEra &- dayOfEra / 1460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
        let shiftedMonth = (5 &* dayOfYear &+ 2) / 153
        day = dayOfYear &- (153 &* shiftedMonth &+ 2) / 5 &+ 1
        month = shiftedMonth < 10 ? shiftedMonth &+ 3 : shiftedMonth &- 9
        year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
    }

    /// The number of a day; a day past its month's end counts on into the next.
    static func number(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }
}
