/// Names and values in order of arrival; names compare without case (RFC 9110 §5.1).
public struct Fields: Equatable, Sendable {
    public private(set) var all: [(name: String, value: String)] = []

    public init() {}

    public init(_ pairs: KeyValuePairs<String, String>) {
        all = pairs.map { ($0.key, $0.value) }
    }

    /// The first value under `name`; setting replaces every one, nil removes.
    public subscript(name: String) -> String? {
        get { all.first { Self.isSame($0.name, name) }?.value }
        set {
            all.removeAll { Self.isSame($0.name, name) }
            if let newValue { all.append((name, newValue)) }
        }
    }

    /// Adds a value and keeps those already there (`Set-Cookie`).
    public mutating func append(_ name: String, _ value: String) {
        all.append((name, value))
    }

    public static func == (one: Fields, other: Fields) -> Bool {
        one.all.elementsEqual(other.all) { $0.name == $1.name && $0.value == $1.value }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count
            && zip(one.utf8, other.utf8).allSatisfy { ($0 | 0x20) == ($1 | 0x20) }
    }
}

/// A request of the control plane: owned values, the body read whole within its limit.
public struct Request: Sendable {
    public var method: Method
    /// Percent-decoded path, always starting with `/`; dot segments and NUL are refused before.
    public var path: String
    /// Decoded `name=value` pairs in order (application/x-www-form-urlencoded rules).
    public var query: [(name: String, value: String)]
    public var fields: Fields
    public var body: [UInt8]
    /// Host and port as the client asked for them.
    public var authority: String
    public var arrival: Arrival

    public init(
        method: Method, path: String, query: [(name: String, value: String)] = [],
        fields: Fields = Fields(), body: [UInt8] = [], authority: String = "localhost",
        arrival: Arrival
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
        self.authority = authority
        self.arrival = arrival
    }
}
