import HTTP
import JSONText
import Testing

@testable import API

@Suite(.serialized) struct LinkListTests {
    @Test func `pages follow one another by their cursors, each link once`() async throws {
        let house = try await House()
        for number in 1...5 {
            _ = try await house.make(title: "Song \(number)")
            house.wait(ms: 10)
        }
        var titles: [JSON?] = []
        var cursor: String? = ""
        while let place = cursor {
            let page = await house.ask(
                .get, "/links?limit=2" + (place.isEmpty ? "" : "&cursor=\(place)"))
            try #require(page.status == 200)
            titles += page.json["items"]?.items.map { $0["title"] } ?? []
            cursor = page.json["nextCursor"]?.string
        }
        #expect(titles == ["Song 5", "Song 4", "Song 3", "Song 2", "Song 1"])
    }

    @Test func `a list is searched, filtered and sorted`() async throws {
        let house = try await House()
        _ = try await house.make(#", "slug":"aaa""#, title: "Blue Moon")
        house.wait(ms: 10)
        _ = try await house.make(
            #", "slug":"bbb", "releaseAt":"2027-01-01T00:00:00Z""#, title: "Amber")
        house.wait(ms: 10)
        _ = try await house.make(#", "slug":"ccc", "state":"disabled""#, title: "Coral moon")
        func codes(_ query: String) async -> String {
            let items = await house.ask(.get, "/links?" + query).json["items"]?.items ?? []
            return items.compactMap { $0["code"]?.string }.joined(separator: " ")
        }
        #expect(await codes("search=MOON") == "ccc aaa")
        #expect(await codes("search=bbb") == "bbb")
        #expect(await codes("state=presave") == "bbb")
        #expect(await codes("state=disabled") == "ccc")
        #expect(await codes("state=released") == "aaa")
        #expect(await codes("sort=createdAt") == "aaa bbb ccc")
        #expect(await codes("sort=title") == "bbb aaa ccc")
        house.wait(ms: 10)
        _ = await house.ask(.patch, "/links/aaa", #"{"bio":"x"}"#)
        #expect(await codes("sort=-updatedAt") == "aaa ccc bbb")
    }

    @Test(arguments: [
        ("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"), ("sort=size", "sort"),
        ("state=gone", "state"), ("cursor=%21nonsense", "cursor"), ("page=2", "page"),
        ("limit=1&limit=2", "limit"),
    ])
    func `a wrong parameter is refused by name`(query: String, field: String) async throws {
        let answer = try await House().ask(.get, "/links?" + query)
        #expect(answer.status == 422)
        #expect(answer.field == field)
    }
}
