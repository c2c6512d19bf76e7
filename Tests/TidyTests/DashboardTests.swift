import Testing

/// What the dashboard promises as files: small, from here alone, and nothing in it that a strict policy would stop.
struct DashboardTests {
    private static let folder = "public/app"
    private static let firstViewBytesMax = 100_000
    private static let linesMax = 250

    private static let files = SourceTree.files(in: folder).map { path in
        (path: path, text: SourceTree.text(of: path))
    }
    private static let modules = files.filter { $0.path.hasSuffix(".js") }

    private static func name(_ path: String) -> String { String(path.dropFirst(folder.count + 1)) }

    /// Every `"./name.js"` behind `from` or in `import(…)`.
    private static func imports(of text: String, after mark: String) -> [String] {
        text.split(separator: mark + "\"./").dropFirst().compactMap {
            $0.split(separator: "\"").first.map(String.init)
        }
    }

    @Test func `the first view is under 100 kB`() {
        var wanted = ["app.js", "signin.js", "links.js"]
        var read: Set<String> = []
        var bytes = 0
        while let next = wanted.popLast() {
            guard read.insert(next).inserted else { continue }
            let text = SourceTree.text(of: "\(Self.folder)/\(next)")
            #expect(!text.isEmpty, "\(next)")
            bytes += text.utf8.count
            wanted += Self.imports(of: text, after: "from ")
        }
        let others = Self.files.filter { file in
            [".html", ".css", ".svg"].contains { file.path.hasSuffix($0) }
        }
        bytes += others.reduce(0) { $0 + $1.text.utf8.count }
        #expect(bytes > 0 && bytes < Self.firstViewBytesMax, "\(bytes)")
    }

    @Test func `what a module takes is there`() {
        let names = Set(Self.modules.map { Self.name($0.path) })
        for (path, text) in Self.modules {
            let taken =
                Self.imports(of: text, after: "from ") + Self.imports(of: text, after: "import(")
            for other in taken { #expect(names.contains(other), "\(path): \(other)") }
        }
    }

    @Test func `words never become markup, and text never becomes code`() {
        let forbidden = [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
            "new Function", "DOMParser", "createContextualFragment", "srcdoc", "cssText",
            "setAttribute(\"style", "javascript:",
        ]
        for (path, text) in Self.modules {
            for word in forbidden { #expect(!text.contains(word), "\(path): \(word)") }
        }
    }

    @Test func `nothing comes from elsewhere`() {
        for (path, text) in Self.files where !path.hasSuffix(".json") {
            let own = text.split(separator: "http://www.w3.org/2000/svg").joined()
            for scheme in ["http://", "https://"] {
                for rest in own.split(separator: scheme, omittingEmptySubsequences: false)
                    .dropFirst()
                {
                    let isHost = rest.first.map { $0.isLetter || $0.isNumber } ?? false
                    #expect(!isHost, "\(path): \(scheme)\(rest.prefix(20))")
                }
            }
            guard path.hasSuffix(".css") else { continue }
            #expect(!text.contains("@import") && !text.contains("url("), "\(path)")
        }
    }

    @Test func `the page holds no script and no style of its own`() {
        let page = SourceTree.text(of: "\(Self.folder)/index.html")
        let scripts = page.split(separator: "<script").dropFirst()
        #expect(scripts.contains { $0.contains("src=\"app.js\"") })
        for script in scripts {
            let isNamed =
                script.hasPrefix(" type=\"module\" ") && script.contains(".js\"></script>")
            #expect(isNamed, "\(script)")
        }
        for word in ["<style", " style=", " onclick=", " onload=", " onerror="] {
            #expect(!page.contains(word), "\(word)")
        }
    }

    @Test func `modules are small`() {
        for (path, text) in Self.modules {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= Self.linesMax, "\(path): \(lines) lines")
        }
    }
}
