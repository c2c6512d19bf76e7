import Bytes
import Glibc
import Testing

@testable import EventLoop

struct EndpointTests {
    @Test(arguments: ["127.0.0.1:8080", "0.0.0.0:0", "[::1]:65535", "[2001:db8::7]:80"])
    func `an endpoint's text is read and written alike`(text: String) {
        #expect(Endpoint(text)?.description == text)
    }

    @Test(arguments: [
        "", ":", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "[::1]", "host:80",
        "[127.0.0.1]:80", "127.0.0.1:-1",
    ])
    func `what is no endpoint is refused`(text: String) {
        #expect(Endpoint(text) == nil)
    }

    @Test func `names for the loopback and for every address are known`() {
        #expect(Endpoint("localhost:80")?.description == "127.0.0.1:80")
        #expect(Endpoint("*:80")?.description == "0.0.0.0:80")
    }
}

struct ListenerTests {
    func connect(_ endpoint: Endpoint) throws -> Descriptor {
        let family = endpoint.address.v4 == nil ? AF_INET6 : AF_INET
        let client = Descriptor(owning: socket(family, Int32(SOCK_STREAM.rawValue), 0))
        var form = endpoint.kernelForm
        let status = unsafe withUnsafePointer(to: &form.storage) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe Glibc.connect(client.number, address, form.count)
            }
        }
        try #require(status == 0)
        return client
    }

    @Test(arguments: ["127.0.0.1:0", "[::1]:0"])
    func `a connection is accepted with its peer's address`(text: String) throws {
        let endpoint = try #require(Endpoint(text))
        let listener = try Listener(endpoint)
        #expect(listener.endpoint.port != 0)
        guard case .none = listener.accept() else { throw SystemFailure("accepted nobody") }
        let client = try connect(listener.endpoint)
        guard case .accepted(let number, let peer) = listener.accept() else {
            throw SystemFailure("accept")
        }
        #expect(peer == endpoint.address)
        #expect(fcntl(number, F_GETFL) & O_NONBLOCK != 0)
        #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0)
        var value: Int32 = 0
        var size = socklen_t(4)
        _ = unsafe getsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &value, &size)
        #expect(value != 0)
        _ = Descriptor(owning: number)
        _ = consume client
    }

    @Test func `loops share an address, strangers do not`() throws {
        let endpoint = try #require(Endpoint("127.0.0.1:0"))
        let first = try Listener(endpoint)
        let second = try Listener(first.endpoint)
        #expect(second.endpoint == first.endpoint)
        var alone = Listener.Options()
        alone.isShared = false
        do {
            _ = try Listener(first.endpoint, options: alone)
            Issue.record("the address was given twice")
        } catch {
            #expect(error.isAddressInUse)
        }
    }

    @Test func `a duplicate accepts from the same queue`() throws {
        let endpoint = try #require(Endpoint("127.0.0.1:0"))
        let listener = try Listener(endpoint)
        let copy = try listener.duplicate()
        let client = try connect(listener.endpoint)
        guard case .accepted(let number, _) = copy.accept() else { throw SystemFailure("accept") }
        _ = Descriptor(owning: number)
        _ = consume client
        _ = consume listener
    }
}

@Suite(.serialized)
struct ServiceSupervisorTests {
    @Test func `a notice reaches the supervisor's socket`() throws {
        let name = "@segue-notice-\(getpid())"
        let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        let channel = Descriptor(owning: number)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(name.utf8)
        path[0] = 0
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
        let status = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(channel.number, address, socklen_t(2 + path.count))
            }
        }
        try #require(status == 0)
        _ = unsafe setenv("NOTIFY_SOCKET", name, 1)
        defer { _ = unsafe unsetenv("NOTIFY_SOCKET") }
        #expect(ServiceSupervisor.notify(.ready))
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = unsafe read(channel.number, &bytes, 64)
        #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "READY=1")
    }

    @Test func `without a supervisor nothing is inherited and nobody is told`() {
        #expect(ServiceSupervisor.inheritedSockets() == [])
    }
}
