import Bytes
import HTTP
import Testing

@Suite struct HTTPDateTests {
    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (951_868_799, "Tue, 29 Feb 2000 23:59:59 GMT"),
            (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] as [(Int64, String)])
    func `a moment has one text and is read from it`(seconds: Int64, text: String) {
        #expect(HTTPDate.text(seconds) == text)
        #expect(HTTPDate.parse(text) == seconds)
        #expect(written { $0.append(DateText(seconds)) } == text)
    }

    @Test func `every day from 1970 to 2120 is read from its text`() {
        var previous = ""
        for day in Int64(0)..<54_800 {
            let seconds = day * 86_400 + day % 86_400
            let text = HTTPDate.text(seconds)
            #expect(HTTPDate.parse(text) == seconds)
            #expect(text != previous)
            previous = text
        }
    }

    @Test(arguments: [
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun Nov 6 08:49:37 1994",
    ])
    func `the obsolete forms are read`(text: String) {
        #expect(HTTPDate.parse(text) == 784_111_777)
    }

    @Test(arguments: [
        "", "junk", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
        "Wed, 29 Feb 1995 00:00:00 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT", "Sun, 06 Nov 1994 +8:49:37 GMT",
        "Sun Nov 6 08:49:37 94",
    ])
    func `what is no date is refused`(text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }

    @Test func `two digits of a year are 1970 to 2069`() {
        let late = HTTPDate.parse("Wednesday, 01-Jan-70 00:00:00 GMT")
        let early = HTTPDate.parse("Wednesday, 01-Jan-69 00:00:00 GMT")
        #expect(late == 0)
        #expect(early.map(HTTPDate.text) == "Tue, 01 Jan 2069 00:00:00 GMT")
    }

    @Test func `moments outside the years of four digits become the nearest`() {
        #expect(HTTPDate.text(-1) == HTTPDate.text(0))
        #expect(HTTPDate.text(.max) == "Fri, 31 Dec 9999 23:59:59 GMT")
    }

    @Test func `a date is renewed when the second changes`() {
        var date = DateText(0)
        date.renew(784_111_777)
        #expect(date.seconds == 784_111_777)
        #expect(written { $0.append(date) } == "Sun, 06 Nov 1994 08:49:37 GMT")
    }
}
