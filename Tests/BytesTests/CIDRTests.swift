import Bytes
import Testing

@Suite struct CIDRTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false),
        ("10.1.2.3/8", "10.9.9.9", true), ("10.0.0.1", "10.0.0.1", true),
        ("10.0.0.1", "10.0.0.2", false),
        ("0.0.0.0/0", "255.1.2.3", true), ("0.0.0.0/0", "2001:db8::1", false),
        ("::/0", "1.2.3.4", true),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
        ("2001:db8::/65", "2001:db8::7fff:0:0:1", true),
        ("2001:db8::/65", "2001:db8::8000:0:0:1", false),
        ("2001:db8::/64", "2001:db8::ffff:0:0:1", true),
        ("192.168.1.128/25", "192.168.1.127", false),
        ("192.168.1.128/25", "192.168.1.255", true), ("::ffff:10.0.0.0/104", "10.1.1.1", true),
        ("1.2.3.4/32", "1.2.3.4", true), ("::1/128", "::1", true),
    ])
    func `a block holds its addresses`(block: String, address: String, isInside: Bool) throws {
        let block = try #require(CIDR(block))
        let address = try #require(PeerAddress(address))
        #expect(block.contains(address) == isInside)
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0.0/-1", "x/8", "10/8",
        "::/+1", "::/0001",
    ])
    func `what is no block is refused`(text: String) {
        #expect(CIDR(text) == nil)
    }

    @Test func `a set holds what one of its blocks holds`() throws {
        let blocks = try ["10.0.0.0/8", "2001:db8::/32"].map { try #require(CIDR($0)) }
        let addresses = try ["10.1.1.1", "2001:db8::1", "::"].map { try #require(PeerAddress($0)) }
        guard let set = NetworkSet(blocks), let none = NetworkSet([]) else {
            Issue.record("two blocks are not too many")
            return
        }
        let held = addresses.map { set.contains($0) }
        #expect(held == [true, true, false])
        let isHeld = none.contains(addresses[2])
        let isEmpty = none.isEmpty
        #expect(isEmpty && !isHeld)
        let tooMany = [CIDR](repeating: blocks[0], count: NetworkSet.capacity + 1)
        let isRefused = NetworkSet(tooMany) == nil
        #expect(isRefused)
    }
}
