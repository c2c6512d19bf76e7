// A MaxMind DB of three networks, built by its specification (MaxMind DB File Format 2.0): search
// tree, sixteen zero bytes, data section, marker, metadata.

enum MaxMindFixture {
    static func bytes() -> [UInt8] {
        var tree = Tree()
        var data: [UInt8] = []
        func put(_ record: [UInt8]) -> Int {
            defer { data += record }
            return data.count
        }
        let us = put(map([("country", map([("iso_code", text("US"))]))]))
        let nl = put(map([("registered_country", map([("iso_code", text("NL"))]))]))
        let jp = put(map([("country_code", text("JP"))]))
        // IPv4 networks lie under ::/96.
        tree.add([UInt8](repeating: 0, count: 12) + [8], bits: 104, data: us)
        tree.add([UInt8](repeating: 0, count: 12) + [193, 0], bits: 112, data: nl)
        tree.add([0x20, 0x01, 0x48, 0x60], bits: 32, data: jp)
        let metadata = map([
            ("binary_format_major_version", [0xA1, 2]), ("binary_format_minor_version", [0xA0]),
            ("build_epoch", [0x04, 0x02, 0x65, 0, 0, 0]), ("database_type", text("Test-Country")),
            ("description", map([("en", text("Test"))])), ("ip_version", [0xA1, 6]),
            ("languages", [0x01, 0x04] + text("en")),
            ("node_count", [0xC2, UInt8(tree.nodes.count >> 8), UInt8(tree.nodes.count & 0xFF)]),
            ("record_size", [0xA1, 24]),
        ])
        return tree.bytes + [UInt8](repeating: 0, count: 16) + data
            + [0xAB, 0xCD, 0xEF] + Array("MaxMind.com".utf8) + metadata
    }

    private static func text(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return
            (bytes.count < 29
            ? [0x40 | UInt8(bytes.count)] : [0x5D, UInt8(bytes.count - 29)]) + bytes
    }

    private static func map(_ pairs: [(String, [UInt8])]) -> [UInt8] {
        [0xE0 | UInt8(pairs.count)] + pairs.flatMap { text($0.0) + $0.1 }
    }

    private struct Tree {
        enum Child {
            case nothing
            case node(Int)
            case data(Int)
        }

        var nodes: [(Child, Child)] = [(.nothing, .nothing)]

        mutating func add(_ prefix: [UInt8], bits: Int, data: Int) {
            var node = 0
            for bit in 0..<bits {
                let isOne = prefix[bit / 8] >> UInt8(7 - bit % 8) & 1 == 1
                var child = isOne ? nodes[node].1 : nodes[node].0
                if bit == bits - 1 {
                    child = .data(data)
                } else if case .nothing = child {
                    nodes.append((.nothing, .nothing))
                    child = .node(nodes.count - 1)
                }
                if isOne { nodes[node].1 = child } else { nodes[node].0 = child }
                if case .node(let next) = child { node = next }
            }
        }

        var bytes: [UInt8] {
            nodes.flatMap { [$0.0, $0.1] }.flatMap { child -> [UInt8] in
                let number =
                    switch child {
                    case .nothing: nodes.count
                    case .node(let node): node
                    case .data(let offset): nodes.count + 16 + offset
                    }
                return [UInt8(number >> 16), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)]
            }
        }
    }
}
