import Glibc

/// The yardstick: Debian's nginx, one worker, nothing logged, `map` and `return 302`, and one page
/// from a file.
final class Nginx {
    /// The page it serves, byte for byte.
    struct Page {
        var bytes: [UInt8]
        var type = "text/html; charset=utf-8"
        /// `Content-Encoding`, if the bytes are packed.
        var encoding: String?
    }

    static let location = "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT"
    static let redirectPath = "/link/bench"
    static let pagePath = "/page/bench"

    let endpoint: Endpoint
    private let folder: Folder
    private let child: Child

    var process: pid_t { child.process }

    init(port: Int, core: Int?, page: Page) throws {
        endpoint = .loopback(port: port)
        if (try? Exchange.open(endpoint)) != nil {
            throw BenchFailure("something listens at \(endpoint.text) already")
        }
        folder = try Folder()
        _ = try folder.makeFolder("page")
        try writeAll(page.bytes, to: folder.file("page/bench"))
        try writeAll(
            Array(Self.configuration(folder, port, page).utf8), to: folder.file("nginx.conf"))
        child = try Child(
            ["nginx", "-p", folder.path, "-e", folder.file("error.log"), "-c", "nginx.conf"],
            core: core, log: folder.file("nginx.log"))
        try wait(for: child, at: endpoint)
    }

    func stop() { child.end(SIGQUIT) }

    private static func configuration(_ folder: Folder, _ port: Int, _ page: Page) -> String {
        let encoding = page.encoding.map { "add_header Content-Encoding \($0);" } ?? ""
        let user = getuid() == 0 ? "user root;" : ""
        return """
            \(user)
            worker_processes 1;
            worker_rlimit_nofile 20000;
            daemon off;
            pid \(folder.file("nginx.pid"));
            error_log /dev/null crit;
            events { worker_connections 16384; use epoll; }
            http {
                access_log off;
                server_tokens off;
                tcp_nodelay on;
                tcp_nopush on;
                sendfile on;
                open_file_cache max=100;
                keepalive_requests 1000000000;
                keepalive_timeout 3600s;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                types {}
                map $uri $target {
                    default "";
                    \(redirectPath) \(location);
                    /link/mira-sleeper https://open.spotify.com/track/0000000000000000000000;
                }
                server {
                    listen 127.0.0.1:\(port) backlog=4096;
                    location /link/ { return 302 $target; }
                    location /page/ {
                        root \(folder.path);
                        default_type "\(page.type)";
                        \(encoding)
                    }
                }
            }
            """
    }
}

/// Waits until something accepts at `endpoint`; throws with the child's words if it ends or takes
/// too long.
func wait(for child: Child, at endpoint: Endpoint, within seconds: Double = 30) throws {
    let deadline = monotonicNs() + nanoseconds(seconds)
    while monotonicNs() < deadline {
        guard child.isRunning else { throw BenchFailure("\(child.name) ended: \(child.output)") }
        if (try? Exchange.open(endpoint)) != nil { return }
        pause(0.000_5)
    }
    throw BenchFailure("\(child.name) does not accept at \(endpoint.text): \(child.output)")
}
