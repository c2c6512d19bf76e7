import Testing

@testable import Sandbox

struct BoundedTableTests {
    @Test func `the key that came first makes room`() {
        var table = BoundedTable<Int, String>(countMax: 2)
        table.insert("a", for: 1)
        table.insert("b", for: 2)
        #expect(table.insert("c", for: 3) == "a")
        #expect(Array(table.inOrder) == ["b", "c"])
    }

    @Test func `a changed value keeps its place`() {
        var table = BoundedTable<Int, String>(countMax: 2)
        table.insert("a", for: 1)
        table.insert("b", for: 2)
        table.insert("A", for: 1)
        #expect(table.count == 2)
        #expect(table.insert("c", for: 3) == "A")
    }

    @Test func `what is taken out again is not remembered for ever`() {
        var table = BoundedTable<Int, Int>(countMax: 10)
        for number in 0..<1_000 {
            table.insert(number, for: number)
            table.remove(number)
            #expect(table.keysRemembered <= 21)
        }
    }

    @Test func `what was removed makes room by itself`() {
        var table = BoundedTable<Int, Int>(countMax: 3)
        for number in 0..<100 {
            table.insert(number, for: number)
            table.remove(number - 1)
        }
        #expect(Array(table.inOrder) == [99])
        for number in 100..<110 { table.insert(number, for: number) }
        #expect(Array(table.inOrder) == [107, 108, 109])
    }
}
