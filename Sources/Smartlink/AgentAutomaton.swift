// All patterns as one automaton (Aho and Corasick, 1975): one table look-up per byte of a
// User-Agent, however many patterns there are. States are renumbered so that those that complete a
// pattern come last: one comparison per byte tells whether there is anything to note.
//
//   classes       256 bytes: each byte value's column, one for both cases of a letter, 0 = none
//   transitions   per state 64 columns of 2 bytes: the next state
//   outputs       2 bytes each: where each completing state's list starts, one end mark,
//                 then pattern indices

/// The automaton's tables while they are made.
struct AgentAutomaton {
    private(set) var classes = [UInt8](repeating: 0, count: 256)
    private(set) var transitions: [UInt16] = []
    private(set) var outputs: [UInt16] = []
    private(set) var firstCompleting = 0

    static let columns = 64

    /// Errors: `invalid_field` when the patterns use too many different characters or are too long
    /// together.
    init(_ patterns: [AgentPattern]) throws(Failure) {
        try assignColumns(patterns)
        var trie = Trie()
        for (index, pattern) in patterns.enumerated() {
            trie.add(pattern.text.map { Int(classes[Int($0)]) }, index: index)
        }
        guard trie.count < 65_536 else {
            throw Failure(.invalidField, "the patterns are too long together: leave some out")
        }
        let order = trie.close()
        number(trie, order)
    }

    private mutating func assignColumns(_ patterns: [AgentPattern]) throws(Failure) {
        var used = 0
        for pattern in patterns {
            for byte in pattern.text where classes[Int(byte)] == 0 {
                used += 1
                guard used < Self.columns else {
                    throw Failure(
                        .invalidField,
                        "the patterns use more than \(Self.columns - 1) different characters")
                }
                classes[Int(byte)] = UInt8(used)
                if (0x61...0x7A).contains(byte) { classes[Int(byte) - 32] = UInt8(used) }
            }
        }
    }

    /// Numbers the states in breadth-first order (those near the root share cache lines),
    /// completing ones last.
    private mutating func number(_ trie: Trie, _ order: [Int]) {
        let plain = order.filter { trie.found[$0].isEmpty }
        let completing = order.filter { !trie.found[$0].isEmpty }
        firstCompleting = plain.count
        var numbers = [UInt16](repeating: 0, count: trie.count)
        for (number, state) in (plain + completing).enumerated() {
            numbers[state] = UInt16(number)
        }
        transitions.reserveCapacity(trie.next.count)
        for state in plain + completing {
            let row = state * Self.columns
            for place in row..<(row + Self.columns) {
                transitions.append(numbers[Int(trie.next[place])])
            }
        }
        var lists: [UInt16] = []
        for state in completing {
            outputs.append(UInt16(completing.count + 1 + lists.count))
            lists += trie.found[state].map { UInt16($0) }
        }
        outputs.append(UInt16(completing.count + 1 + lists.count))
        outputs += lists
    }

    /// The patterns as a tree of their characters, then as an automaton.
    private struct Trie {
        /// Per state one entry per column; 0, which is nobody's child, while there is none.
        var next = [UInt16](repeating: 0, count: AgentAutomaton.columns)
        var found: [[Int]] = [[]]

        var count: Int { found.count }

        mutating func add(_ columns: [Int], index: Int) {
            var state = 0
            for column in columns {
                let place = state * AgentAutomaton.columns + column
                if next[place] == 0 {
                    // Truncation is harmless: an automaton that large is refused as a whole.
                    next[place] = UInt16(truncatingIfNeeded: count)
                    found.append([])
                    next += repeatElement(0, count: AgentAutomaton.columns)
                }
                state = Int(next[place])
            }
            found[state].append(index)
        }

        /// Fills every gap with the state of the longest suffix; answers the states breadth first.
        mutating func close() -> [Int] {
            var order = [0]
            var suffix = [UInt16](repeating: 0, count: count)
            var head = 0
            while head < order.count {
                let state = order[head]
                head += 1
                for column in 0..<AgentAutomaton.columns {
                    let place = state * AgentAutomaton.columns + column
                    let row = Int(suffix[state]) * AgentAutomaton.columns
                    let behind = state == 0 ? 0 : next[row + column]
                    let child = Int(next[place])
                    if child == 0 {
                        next[place] = behind
                    } else {
                        suffix[child] = behind
                        if !found[Int(behind)].isEmpty { found[child] += found[Int(behind)] }
                        order.append(child)
                    }
                }
            }
            return order
        }
    }
}
