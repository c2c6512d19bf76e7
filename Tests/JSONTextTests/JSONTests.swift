import Testing

@testable import JSONText

struct JSONTests {
    @Test(arguments: [
        #"{"b":1,"a":[true,false,null],"c":{"d":"e"}}"#, #"[-0.5,1e+30,-7,9007199254740993]"#,
        #""plain""#, "0", "{}", "[]", #""\u0001\n\"\\é漢🎵""#,
    ])
    func `what was read is written again in the same order`(text: String) throws {
        #expect(try JSON(reading: Array(text.utf8)).text == text)
    }

    @Test(arguments: [
        (#""\u00e9\ud83c\udfb5\/\b\f""#, "é🎵/\u{8}\u{c}"), (" \t\r\n\"x\" ", "x"),
    ])
    func `escapes stand for their characters`(text: String, meaning: String) throws {
        #expect(try JSON(reading: Array(text.utf8)) == .string(meaning))
    }

    @Test func `an integer of 64 bits keeps every digit`() throws {
        let read = try JSON(reading: Array("[9223372036854775807,9223372036854775808]".utf8))
        #expect(read == [.integer(.max), .number(9_223_372_036_854_775_808)])
    }

    @Test(arguments: [
        "", "  ", "{", "[1,]", #"{"a":1,}"#, #"{"a" 1}"#, "{a:1}", "[1 2]", "01", "1.", ".5", "+1",
        "1e", "-", "tru", "nul", "NaN", "1e999", "'x'", #""\x""#, #""\ud83c""#, #""\udfb5""#,
        #""\ud83c\u0041""#, #""\u12""#, "\"a\u{1}\"", #""open"#, "1 2", "// note\n1", "\u{FEFF}1",
        #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#,
    ])
    func `what is not JSON is refused`(text: String) {
        #expect(throws: JSON.Malformed.self) { try JSON(reading: Array(text.utf8)) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: JSON.Malformed.self) { try JSON(reading: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSON.Malformed.self) { try JSON(reading: [0x22, 0xC0, 0x80, 0x22]) }
    }

    @Test func `a refusal names line and column`() throws {
        let refusal = #expect(throws: JSON.Malformed.self) {
            try JSON(reading: Array("{\n  \"a\": 1,\n  b: 2}".utf8))
        }
        #expect(refusal?.line == 3)
        #expect(refusal?.column == 3)
    }

    @Test func `depth and number of values are bounded`() throws {
        let deepest = String(repeating: "[", count: Limits.depthMax)
        let closing = String(repeating: "]", count: Limits.depthMax)
        #expect(throws: Never.self) { try JSON(reading: Array((deepest + closing).utf8)) }
        #expect(throws: JSON.Malformed.self) {
            try JSON(reading: Array(("[" + deepest + closing + "]").utf8))
        }
        let many = "[" + String(repeating: "0,", count: Limits.valuesMax) + "0]"
        #expect(throws: JSON.Malformed.self) { try JSON(reading: Array(many.utf8)) }
    }

    @Test func `numbers without a fraction are written without one`() {
        #expect(
            JSON.array([.number(1), .number(0.25), .number(.infinity)]).text == "[1,0.25,null]")
    }
}
