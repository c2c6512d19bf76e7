// nginx alone, for loads by hand.

extension Command {
    static let nginx = Command(
        name: "nginx", summary: "run the nginx that Segue is measured against",
        options: [
            Option("port", "PORT", "27080", help: "where it listens on 127.0.0.1"),
            Option("core", "N", "0", help: "its core"),
            Option("seconds", "S", "60", help: "how long it runs"),
            Option("page", "FILE", help: "the file served at /page/bench"),
            Option("type", "TYPE", "text/html; charset=utf-8", help: "its Content-Type"),
            Option("encoding", "NAME", help: "its Content-Encoding"),
        ]
    ) { arguments in
        var page = Nginx.Page(bytes: [UInt8](repeating: 46, count: 5_120))
        if let file = arguments.optional("page") {
            guard let bytes = readAll(file) else { throw BenchFailure("cannot read \(file)") }
            page.bytes = bytes
        }
        page.type = try arguments.text("type")
        page.encoding = arguments.optional("encoding")
        let seconds = try arguments.decimal("seconds", 0...86_400)
        let nginx = try Nginx(
            port: try arguments.whole("port", 1_024...65_535),
            core: try arguments.whole("core", 0...1_023), page: page)
        complain("nginx \(nginx.process) at \(nginx.endpoint.text) for \(fixed(seconds, 0)) s")
        let meter = try ProcessMeter(root: nginx.process)
        pause(seconds)
        var report = Report("nginx at \(nginx.endpoint.text)")
        report.add("pid", .whole(Int(nginx.process)))
        report.add("redirect", .text(Nginx.redirectPath))
        report.add("page", .text(Nginx.pagePath))
        report.add("CPU ms used", .decimal(Double(meter.cpuNs()) / 1e6, digits: 1))
        nginx.stop()
        return report
    }
}
