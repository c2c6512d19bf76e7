import HTTP
import Operations
import Smartlink
import Testing

@testable import API

struct LinkTagTests {
    @Test(arguments: [
        (nil, ExpectedVersion.any), ("*", .any), (#""v3""#, .oneOf([3])),
        (#""v3-presave""#, .oneOf([3])), (#""v1" , "v2""#, .oneOf([1, 2])),
        (#"W/"v3""#, .oneOf([])), ("v3", .oneOf([])), (#""x""#, .oneOf([])), ("", .oneOf([])),
        (#""v""#, .oneOf([])),
    ])
    func `If-Match is read`(field: String?, expected: ExpectedVersion) {
        var fields = Fields()
        if let field { fields["If-Match"] = field }
        #expect(LinkTag.expectedVersion(fields) == expected)
    }

    @Test func `several lines of If-Match are one list`() {
        var fields = Fields(["If-Match": #""v1""#])
        fields.append("if-match", #""v2""#)
        #expect(LinkTag.expectedVersion(fields) == .oneOf([1, 2]))
    }

    @Test func `the release changes the tag`() throws {
        var link = Link(
            code: try #require(Code("a")), account: 1, kind: .track, title: "T", artist: "A",
            createdAt: Instant(ms: 0))
        link.releaseAt = Instant(ms: 1_000)
        #expect(LinkTag.text(link, at: Instant(ms: 999)) == #""v1-presave""#)
        #expect(LinkTag.text(link, at: Instant(ms: 1_000)) == #""v1""#)
    }
}
