internal import Bytes
internal import Smartlink

/// What the last User-Agents were found to be, one loop's own: many fans come with few of them.
///
/// An entry is known by a hash under a key nobody outside knows, so that none can be aimed at another's.
struct AgentMemory {
    private var hashes: [UInt64]
    private var agents: [Agent]
    private let key: HashKey
    /// A power of two; the slot is the hash's lower bits.
    static let slots = 512

    init(key: HashKey) {
        self.key = key
        hashes = Array(repeating: 0, count: Self.slots)
        agents = Array(repeating: Agent(kind: .crawler), count: Self.slots)
    }

    /// The agent of a User-Agent, worked out by `table` unless it was among the last.
    mutating func agent(_ bytes: RawSpan, _ userAgent: ByteSlice, _ table: AgentTable) -> Agent {
        let hash = tableHash(bytes, userAgent, key: key)
        let slot = Int(truncatingIfNeeded: hash) & (Self.slots - 1)
        if hashes[slot] == hash { return agents[slot] }
        let found = table.classify(bytes, userAgent)
        hashes[slot] = hash
        agents[slot] = found
        return found
    }

    mutating func forget() { self = AgentMemory(key: key) }
}
