// systemd's side of a service, by its documented environment (sd_listen_fds(3), sd_notify(3))
// without its library.
import CLinux
import Glibc

/// What the supervisor that started this process gave it and wants to hear.
public enum ServiceSupervisor {
    /// What the supervisor is told.
    public enum Notice: Sendable {
        case ready
        case reloading
        case stopping
        case status(String)

        var text: String {
            switch self {
            case .ready: "READY=1"
            case .reloading:
                "RELOADING=1\nMONOTONIC_USEC=\(SystemClock.monotonicNs() / 1000)"
            case .stopping: "STOPPING=1"
            case .status(let line): "STATUS=\(line.split(separator: "\n").joined(separator: " "))"
            }
        }
    }

    private static let firstInherited: Int32 = 3
    private static let inheritedMax: Int32 = 16

    /// The numbers of the listening sockets handed over (`LISTEN_FDS`); empty if they are not for
    /// this process.
    public static func inheritedSockets() -> [Int32] {
        guard let process = environment("LISTEN_PID").flatMap(Int32.init), process == getpid(),
            let count = environment("LISTEN_FDS").flatMap(Int32.init), count > 0
        else { return [] }
        let numbers = Array(firstInherited..<(firstInherited + min(count, inheritedMax)))
        for number in numbers { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
        return numbers
    }

    /// Tells the supervisor; false if there is none or it cannot be reached.
    @discardableResult
    public static func notify(_ notice: Notice) -> Bool {
        guard let path = environment("NOTIFY_SOCKET"),
            path.utf8.first == UInt8(ascii: "/") || path.utf8.first == UInt8(ascii: "@")
        else { return false }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        let nameMax = MemoryLayout.size(ofValue: address.sun_path)
        guard name.count < nameMax else { return false }
        // A leading @ names an abstract socket, whose name starts with NUL.
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return false }
        let channel = Descriptor(owning: number)
        let text = Array(notice.text.utf8)
        let head = MemoryLayout<sa_family_t>.size
        let sent = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe sendto(
                    channel.number, text, text.count, Int32(MSG_NOSIGNAL), address,
                    socklen_t(head + name.count))
            }
        }
        return sent == text.count
    }

    private static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
