import CLinux
import Glibc

/// A loopback address and port: nothing else is ever loaded.
struct Endpoint: Equatable, Sendable {
    /// In host order.
    var address: UInt32
    var port: UInt16

    static func loopback(port: Int) -> Endpoint {
        Endpoint(address: 0x7F00_0001, port: UInt16(truncatingIfNeeded: port))
    }

    init(address: UInt32, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// Reads `127.0.0.1:8080`.
    init(_ text: String) throws {
        let parts = text.split(separator: ":")
        var binary = in_addr()
        guard parts.count == 2, let port = UInt16(parts[1]), port > 0,
            unsafe inet_pton(AF_INET, String(parts[0]), &binary) == 1
        else { throw Usage("\(text) is not an address like 127.0.0.1:8080") }
        address = UInt32(bigEndian: binary.s_addr)
        self.port = port
        guard address >> 24 == 127 else { throw Usage("\(text) is not on loopback") }
    }

    var text: String {
        let bytes = [24, 16, 8, 0].map { String(address >> UInt32($0) & 255) }
        return "\(bytes.joined(separator: ".")):\(port)"
    }

    /// Runs `body` over this address in the kernel's form.
    fileprivate func withSocketAddress<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = address.bigEndian
        return unsafe withUnsafePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

/// How a dialled socket stands.
enum Dialled {
    case connected(Int32)
    case connecting(Int32)
}

/// Opens a non-blocking TCP connection, from `source` if more ports are needed than one address
/// has.
func dial(_ endpoint: Endpoint, from source: UInt32? = nil) throws -> Dialled {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_INET, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw BenchFailure.system("socket") }
    setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)
    if let source {
        // The port is chosen by connect(), so that one port serves many addresses.
        setOption(descriptor, Int32(IPPROTO_IP), IP_BIND_ADDRESS_NO_PORT)
        let bound = unsafe Endpoint(address: source, port: 0).withSocketAddress {
            unsafe bind(descriptor, $0, $1)
        }
        if bound != 0 {
            close(descriptor)
            throw BenchFailure.system("bind")
        }
    }
    let answer = unsafe endpoint.withSocketAddress { unsafe connect(descriptor, $0, $1) }
    if answer == 0 { return .connected(descriptor) }
    if errno == EINPROGRESS { return .connecting(descriptor) }
    let failure = BenchFailure.system("connect to \(endpoint.text)")
    close(descriptor)
    throw failure
}

private func setOption(_ descriptor: Int32, _ level: Int32, _ name: Int32) {
    var on: Int32 = 1
    unsafe setsockopt(descriptor, level, name, &on, socklen_t(MemoryLayout<Int32>.size))
}

/// A port on 127.0.0.1 that nobody listens on at this moment.
func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw BenchFailure.system("socket") }
    defer { close(descriptor) }
    let bound = unsafe Endpoint.loopback(port: 0).withSocketAddress {
        unsafe bind(descriptor, $0, $1)
    }
    guard bound == 0 else { throw BenchFailure.system("bind") }
    var name = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let named = unsafe withUnsafeMutablePointer(to: &name) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe getsockname(descriptor, $0, &length)
        }
    }
    guard named == 0 else { throw BenchFailure.system("getsockname") }
    return Int(UInt16(bigEndian: name.sin_port))
}
