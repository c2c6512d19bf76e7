import Bytes
import HTTP
import Testing

func all(_ bytes: RawSpan) -> ByteSlice { ByteSlice(offset: 0, count: bytes.byteCount) }

/// What a writer appended to a sink of `capacity` bytes; nil if it overflowed.
func written(_ capacity: Int = 4096, _ write: (inout ByteSink) -> Void) -> String? {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    defer { unsafe memory.deallocate() }
    var sink = unsafe ByteSink(over: memory)
    write(&sink)
    if sink.overflowed { return nil }
    return unsafe String(decoding: memory[..<sink.count], as: UTF8.self)
}

@Suite struct TargetTests {
    @Test(arguments: [
        ("/", "/"), ("/a/b", "/a/b"), ("/a%20b", "/a b"), ("/%C3%A4", "/ä"), ("/a+b", "/a+b"),
        ("/%25", "/%"), ("/...", "/..."), ("/.well-known/x", "/.well-known/x"), ("//a", "//a"),
        ("/a..b", "/a..b"),
    ])
    func `a path is decoded`(raw: String, path: String) {
        #expect(Array(raw.utf8).withRawSpan { Target.path($0, all($0)) } == path)
    }

    @Test(arguments: [
        "/%", "/%2", "/%zz", "/%00", "/%0a", "/%0D", "/%7F", "/%2F", "/%2f..", "/..", "/.",
        "/a/../b",
        "/a/./b", "/%2e%2E/etc", "/a/%2e", "/%FF", "/%C3", "/%ED%A0%80", "/a/..",
    ])
    func `a path that hides something is refused`(raw: String) {
        #expect(Array(raw.utf8).withRawSpan { Target.path($0, all($0)) } == nil)
    }

    @Test(
        arguments: [
            ("to=spotify", "spotify"), ("a=b&to=x%20y&to=z", "x%20y"), ("to", ""), ("to=", ""),
            ("a&to&b", ""),
            ("&&to=1", "1"), ("to=a=b", "a=b"), ("", nil), ("too=1", nil), ("t=1", nil),
            ("a=to", nil),
            ("a=b=to=1", nil), ("TO=1", nil), ("=to", nil),
        ] as [(String, String?)])
    func `a parameter is found raw`(query: String, value: String?) {
        let found = Array(query.utf8).withRawSpan { bytes in
            Target.parameter("to", in: bytes, all(bytes)).map { bytes.text($0) }
        }
        #expect(found == value)
    }

    @Test(
        arguments: [
            ("", []), ("a=b", ["a:b"]), ("a=b&c", ["a:b", "c:"]),
            ("a=1+2%2B3&&=x", ["a:1 2+3", ":x"]),
            ("a=b=c", ["a:b=c"]), ("%61=%C3%A4", ["a:ä"]),
        ] as [(String, [String])])
    func `pairs are decoded in order`(query: String, pairs: [String]) throws {
        let found = try #require(Target.pairs(form: Array(query.utf8)))
        #expect(found.map { "\($0.name):\($0.value)" } == pairs)
    }

    @Test(arguments: ["a=%", "a=%2", "%zz=a", "a=%00", "a=%FF", "a=b&c=%C3"])
    func `a broken pair refuses the query`(query: String) {
        #expect(Target.pairs(form: Array(query.utf8)) == nil)
    }

    @Test func `a value is decoded into a sink, or nothing of it`() {
        let cases = [
            ("a+b%20%c3%a4", "a b ä"), ("", ""), ("ab%", nil), ("ab%4", nil), ("ab%0g", nil),
        ]
        for (raw, decoded) in cases + [("ab%00", nil)] {
            var isWhole = false
            let text = Array(raw.utf8).withRawSpan { bytes in
                written {
                    $0.append("x")
                    isWhole = $0.append(formDecoded: bytes, all(bytes))
                }
            }
            #expect(isWhole == (decoded != nil))
            #expect(text == "x" + (decoded ?? ""))
        }
    }
}
