import Bytes
import Testing

/// What a cache is compared with: a dictionary that never forgets.
private struct Key: Hashable {
    var name: String
    var tag: UInt32
}

extension ByteCache {
    fileprivate func text(_ name: String, _ tag: UInt32 = 0) -> String? {
        Array(name.utf8).withRawSpan { bytes in
            guard let slice = find(bytes, ByteSlice(offset: 0, count: bytes.byteCount), tag: tag)
            else { return nil }
            return unsafe RawSpan(_unsafeBytes: memory).text(slice)
        }
    }

    @discardableResult
    fileprivate mutating func put(_ name: String, _ tag: UInt32 = 0, _ value: String) -> Bool {
        Array(name.utf8).withRawSpan { bytes in
            let slice = ByteSlice(offset: 0, count: bytes.byteCount)
            return Array(value.utf8).withRawSpan {
                insert(bytes, slice, tag: tag, value: $0) != nil
            }
        }
    }

    @discardableResult
    fileprivate mutating func drop(_ name: String, _ tag: UInt32 = 0) -> Bool {
        Array(name.utf8).withRawSpan { bytes in
            remove(bytes, ByteSlice(offset: 0, count: bytes.byteCount), tag: tag)
        }
    }
}

@Suite struct ByteCacheTests {
    private let key = HashKey(low: 1, high: 2)

    @Test func `a value is found under its name and tag and no other`() {
        var cache = ByteCache(budgetBytes: 1 << 16, key: key)
        #expect(cache.text("a") == nil)
        cache.put("a", 0, "one")
        cache.put("a", 1, "two")
        cache.put("", 0, "")
        let found = [
            cache.text("a"), cache.text("a", 1), cache.text("a", 2), cache.text("b"),
            cache.text(""),
        ]
        #expect(found == ["one", "two", nil, nil, ""])
        cache.put("a", 0, "three")
        let after = (cache.text("a"), cache.count)
        #expect(after == ("three", 3))
    }

    @Test func `what is removed is gone, and only that`() {
        var cache = ByteCache(budgetBytes: 1 << 16, key: key)
        for number in 0..<500 { cache.put("n\(number)", 0, "v\(number)") }
        for number in stride(from: 0, to: 500, by: 3) {
            let isGone = cache.drop("n\(number)")
            #expect(isGone)
        }
        let again = cache.drop("n0")
        #expect(!again)
        for number in 0..<500 {
            let text = cache.text("n\(number)")
            #expect(text == (number % 3 == 0 ? nil : "v\(number)"))
        }
        cache.removeAll()
        let left = (cache.text("n1"), cache.count)
        #expect(left == (nil, 0))
        cache.put("n1", 0, "again")
        let text = cache.text("n1")
        #expect(text == "again")
    }

    @Test func `the newest stay, the oldest leave`() {
        var cache = ByteCache(budgetBytes: 1 << 16, key: key)
        let value = String(repeating: "x", count: 100)
        for number in 0..<5_000 { cache.put("n\(number)", 0, value) }
        let (newest, oldest, count) = (cache.text("n4999"), cache.text("n0"), cache.count)
        #expect(newest == value)
        #expect(oldest == nil)
        #expect((300...500).contains(count))
    }

    @Test func `an entry in use outlives those that are not`() {
        var cache = ByteCache(budgetBytes: 1 << 16, key: key)
        let value = String(repeating: "x", count: 100)
        cache.put("hot", 0, "kept")
        for number in 0..<5_000 {
            cache.put("n\(number)", 0, value)
            let text = cache.text("hot")
            #expect(text == "kept")
        }
    }

    @Test func `a value too large is not taken, and an old one is gone with it`() {
        var cache = ByteCache(budgetBytes: 1 << 16, key: key)
        cache.put("a", 0, "old")
        let largest = cache.valueBytesMax
        let isTaken = cache.put("a", 0, String(repeating: "x", count: largest + 1))
        let text = cache.text("a")
        #expect(!isTaken)
        #expect(text == nil)
        let fits = cache.put("a", 0, String(repeating: "x", count: largest))
        #expect(fits)
    }

    @Test func `a value found is appended to a sink`() throws {
        var cache = ByteCache(budgetBytes: 1 << 16, key: key)
        cache.put("a", 0, "value")
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 8)
        defer { unsafe memory.deallocate() }
        var sink = unsafe ByteSink(over: memory)
        Array("a".utf8).withRawSpan { bytes in
            if let slice = cache.find(bytes, ByteSlice(offset: 0, count: 1)) {
                cache.append(slice, to: &sink)
            }
            cache.append(ByteSlice(offset: 1 << 20, count: 4), to: &sink)
        }
        let text = unsafe String(decoding: memory[..<sink.count], as: UTF8.self)
        #expect(text == "value")
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `no run of changes makes it serve what was not put there`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var cache = ByteCache(budgetBytes: 1 << 16, key: HashKey(low: seed, high: ~seed))
        var model: [Key: String] = [:]
        var hits = 0
        for step in 0..<20_000 {
            let key = Key(
                name: "n\(random.next() % 900)", tag: UInt32(truncatingIfNeeded: random.next() % 2))
            switch random.next() % 10 {
            case 0..<5:
                let text = cache.text(key.name, key.tag)
                if text != nil { hits += 1 }
                if let text, text != model[key] {
                    Issue.record("seed \(seed), step \(step): \(key) gave another's value")
                    return
                }
            case 5..<9:
                let length = random.next() % 20 == 0 ? random.next() % 20_000 : random.next() % 200
                let value = "\(step):" + String(repeating: "v", count: Int(length))
                let isTaken = cache.put(key.name, key.tag, value)
                model[key] = isTaken ? value : nil
            default:
                let isGone = cache.drop(key.name, key.tag)
                if isGone, model[key] == nil {
                    Issue.record("seed \(seed), step \(step): \(key) was never there")
                }
                model[key] = nil
            }
            if random.next() % 5_000 == 0 {
                cache.removeAll()
                model = [:]
            }
        }
        #expect(hits > 300)
    }
}

/// A small seeded generator (Steele, Lea, Flood: SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
