/// A dictionary of bounded size: the key that came first makes room.
struct BoundedTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private(set) var values: [Key: Value] = [:]
    /// In order of arrival; what was removed stays until its turn.
    private var order: [Key] = []
    private var head = 0
    private let countMax: Int

    init(countMax: Int) { self.countMax = countMax }

    var count: Int { values.count }

    subscript(key: Key) -> Value? { values[key] }

    /// Keeps `value`; answers what had to go for it.
    @discardableResult
    mutating func insert(_ value: Value, for key: Key) -> Value? {
        if values.updateValue(value, forKey: key) == nil {
            order.append(key)
            if order.count - head > 2 * countMax { forgetRemoved() }
        }
        guard values.count > countMax else { return nil }
        return dropOldest()
    }

    /// Changes a value in place; nil if there is none.
    mutating func update<Result>(_ key: Key, _ change: (inout Value) -> Result) -> Result? {
        guard let index = values.index(forKey: key) else { return nil }
        return change(&values.values[index])
    }

    @discardableResult
    mutating func remove(_ key: Key) -> Value? { values.removeValue(forKey: key) }

    /// What is still there, in order of arrival.
    var inOrder: some Sequence<Value> { order[head...].lazy.compactMap { values[$0] } }

    /// Without this, a table whose values are taken out again would remember every key it ever had.
    private mutating func forgetRemoved() {
        var seen: Set<Key> = []
        order = order[head...].filter { values[$0] != nil && seen.insert($0).inserted }
        head = 0
    }

    /// Keys remembered, removed ones included.
    var keysRemembered: Int { order.count }

    private mutating func dropOldest() -> Value? {
        while head < order.count {
            let key = order[head]
            head += 1
            if head > countMax {
                order.removeFirst(head)
                head = 0
            }
            if let dropped = values.removeValue(forKey: key) { return dropped }
        }
        return nil
    }
}
