import HTTP
import Testing

@Suite struct PreconditionTests {
    static let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    static let moment: Int64 = 784_111_777
    static let current = Validators(entityTag: "\"a\"", modified: moment)

    @Test(arguments: [
        ("*", true), ("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true),
        ("\"b\",W/\"a\"", true),
        ("\"b\"", false), ("a", false), ("", false), ("\"a", false), ("\"b, \"a\"", false),
        ("\"x,\\\"a\"", false), (", ,\"a\"", true), ("w/\"a\"", false),
    ])
    func `If-None-Match compares weakly and answers 304`(list: String, isKnown: Bool) {
        let fields = Fields(["If-None-Match": list])
        for method in [Method.get, .head] {
            #expect(
                Precondition.evaluate(method, fields, against: Self.current)
                    == (isKnown ? .notModified : .proceed))
        }
        #expect(
            Precondition.evaluate(.put, fields, against: Self.current)
                == (isKnown ? .failed : .proceed))
    }

    @Test(arguments: [
        ("*", true), ("\"a\"", true), ("\"b\", \"a\"", true), ("W/\"a\"", false), ("\"b\"", false),
    ])
    func `If-Match compares strongly and answers 412`(list: String, isKnown: Bool) {
        let fields = Fields(["if-match": list])
        #expect(
            Precondition.evaluate(.patch, fields, against: Self.current)
                == (isKnown ? .proceed : .failed))
    }

    @Test func `a weak tag never matches strongly`() {
        let weak = Validators(entityTag: "W/\"a\"")
        for list in ["\"a\"", "W/\"a\""] {
            #expect(
                Precondition.evaluate(.put, Fields(["If-Match": list]), against: weak) == .failed)
            let none = Fields(["If-None-Match": list])
            #expect(Precondition.evaluate(.get, none, against: weak) == .notModified)
        }
    }

    @Test func `the star asks whether there is anything`() {
        let nothing = Validators()
        #expect(Precondition.evaluate(.put, Fields(["If-Match": "*"]), against: nothing) == .failed)
        #expect(
            Precondition.evaluate(.put, Fields(["If-None-Match": "*"]), against: nothing)
                == .proceed)
    }

    @Test func `tags on several lines are one list`() {
        var fields = Fields()
        fields.append("If-None-Match", "\"x\"")
        fields.append("if-none-match", "\"a\"")
        #expect(Precondition.evaluate(.get, fields, against: Self.current) == .notModified)
    }

    @Test func `dates count to the second, and only where there is no tag`() {
        func since(_ seconds: Int64) -> Fields {
            Fields(["If-Modified-Since": HTTPDate.text(Self.moment + seconds)])
        }
        #expect(Precondition.evaluate(.get, since(0), against: Self.current) == .notModified)
        #expect(Precondition.evaluate(.get, since(9), against: Self.current) == .notModified)
        #expect(Precondition.evaluate(.get, since(-1), against: Self.current) == .proceed)
        #expect(Precondition.evaluate(.post, since(0), against: Self.current) == .proceed)
        var both = since(0)
        both["If-None-Match"] = "\"b\""
        #expect(Precondition.evaluate(.get, both, against: Self.current) == .proceed)
        let unmodified = Fields(["If-Unmodified-Since": HTTPDate.text(Self.moment - 1)])
        #expect(Precondition.evaluate(.put, unmodified, against: Self.current) == .failed)
        let broken = Fields(["If-Modified-Since": "yesterday"])
        #expect(Precondition.evaluate(.get, broken, against: Self.current) == .proceed)
    }

    @Test(arguments: [
        ("bytes=0-4", RangeChoice.part(0..<5)), ("bytes=5-", .part(5..<10)),
        ("bytes=-3", .part(7..<10)),
        ("bytes=-99", .part(0..<10)), ("bytes=9-9", .part(9..<10)), ("bytes=0-99", .part(0..<10)),
        ("BYTES=1-1", .part(1..<2)), ("bytes=10-", .unsatisfiable), ("bytes=10-20", .unsatisfiable),
        ("bytes=-0", .unsatisfiable), ("bytes=0-1,3-4", .whole), ("bytes=3-1", .whole),
        ("bytes=a-b", .whole), ("bytes=", .whole), ("bytes=-", .whole), ("lines=0-1", .whole),
        ("bytes 0-1", .whole), ("bytes=0-99999999999999999999999", .part(0..<10)),
        ("bytes=99999999999999999999999-", .unsatisfiable), ("bytes=0 - 1", .whole), ("", .whole),
    ])
    func `one range is served`(range: String, choice: RangeChoice) {
        let fields = Fields(["Range": range])
        #expect(RangeChoice.choose(.get, fields, of: 10, against: Self.current) == choice)
        #expect(RangeChoice.choose(.head, fields, of: 10, against: Self.current) == .whole)
    }

    @Test func `nothing has no ranges`() {
        for range in ["bytes=0-", "bytes=-1"] {
            let choice = RangeChoice.choose(
                .get, Fields(["Range": range]), of: 0, against: Self.current)
            #expect(choice == .unsatisfiable)
        }
    }

    @Test(arguments: [
        ("\"a\"", true), ("\"b\"", false), ("W/\"a\"", false), ("*", false), (date, true),
        ("Sun, 06 Nov 1994 08:49:38 GMT", false), ("junk", false),
    ])
    func `If-Range must name exactly what there is`(condition: String, isServed: Bool) {
        let fields = Fields(["Range": "bytes=0-0", "If-Range": condition])
        let choice = RangeChoice.choose(.get, fields, of: 10, against: Self.current)
        #expect(choice == (isServed ? .part(0..<1) : .whole))
    }
}
