import Smartlink
import Testing

@testable import API

struct QueryTests {
    @Test func `an unknown parameter is refused by name`() {
        let failure = #expect(throws: Failure.self) {
            try Query([("serch", "x")], known: ["search"])
        }
        #expect(failure?.code == .unknownField)
        #expect(failure?.field == "serch")
    }

    @Test func `a parameter given twice is refused`() {
        let failure = #expect(throws: Failure.self) {
            try Query([("a", "1"), ("a", "2")], known: ["a"])
        }
        #expect(failure?.code == .invalidField)
    }

    @Test func `a wrong number or word is refused by name`() throws {
        let query = try Query([("limit", "ten"), ("sort", "size")], known: ["limit", "sort"])
        #expect(throws: Failure.self) { try query.integer("limit") }
        let failure = #expect(throws: Failure.self) {
            try query.choice("sort", LinkQuery.Sort.self)
        }
        #expect(failure?.field == "sort")
    }
}

struct APIPathTests {
    @Test(arguments: [
        ("/api/v1/links", APIPath.links), ("/api/v1/links/abc", .link("abc")),
        ("/api/v1/links/abc/artwork", .artwork("abc")), ("/api/v1/account", .account),
        ("/api/v1/links/abc/stats", .statistics("abc")), ("/api/v1/platforms", .platforms),
        ("/api/v1/links/abc/explain", .explanation("abc")),
    ])
    func `each place has its path`(path: String, route: APIPath) { #expect(APIPath(path) == route) }

    @Test(arguments: [
        "/api/v1", "/api/v1/", "/api/v1/links/", "/api/v1/links/a/b", "/api/v1/links/a/stats/",
        "/api/v2/links", "/api/v1/account/x", "/api/v1/Links",
    ])
    func `elsewhere there is nothing`(path: String) { #expect(APIPath(path) == nil) }
}
