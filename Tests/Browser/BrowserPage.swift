public import JSONText

/// How a fan looks at a page.
public struct Viewing: Sendable {
    public var width = 1_280
    public var height = 800
    /// The browser's own where nil.
    public var userAgent: String?
    public var scheme = Scheme.light
    public var script = Script.allowed

    public init() {}

    public enum Scheme: String, Sendable, CaseIterable { case light, dark }
    public enum Script: Sendable { case allowed, off }
}

/// A page that has been loaded.
public struct BrowserPage: Sendable {
    private let browser: Browser
    private let session: String

    init(_ browser: Browser, _ session: String) {
        self.browser = browser
        self.session = session
    }

    /// The value of an expression; a promise is waited for.
    public func evaluate(_ expression: String) async throws -> JSON {
        let answer = try await browser.ask(
            "Runtime.evaluate",
            [
                "expression": .string(expression), "returnByValue": true, "awaitPromise": true,
            ], in: session)
        if let details = answer["exceptionDetails"] {
            throw BrowserFailure(why: "\(expression): \(details.text)")
        }
        return answer["result"]?["value"] ?? .null
    }

    /// Presses the first element a selector names, where a fan would.
    public func click(_ selector: String) async throws {
        let place = try await evaluate(
            """
            (() => {
              const one = document.querySelector(\(JSON.string(selector).text));
              if (!one) return null;
              one.scrollIntoView({ block: "center", behavior: "instant" });
              const box = one.getBoundingClientRect();
              return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
            })()
            """)
        guard case .array(let point) = place, point.count == 2 else {
            throw BrowserFailure(why: "there is no \(selector)")
        }
        for type in ["mousePressed", "mouseReleased"] {
            _ = try await browser.ask(
                "Input.dispatchMouseEvent",
                [
                    "type": .string(type), "x": point[0], "y": point[1], "button": "left",
                    "clickCount": 1,
                ], in: session)
        }
    }

    /// What it asked the network for, WebSockets among it.
    public var requests: [String] { browser.events(of: session).compactMap(Self.request) }

    /// Returns once it has asked for an address that begins so.
    public func waitForRequest(_ start: String) async throws {
        try await browser.wait(session) { Self.request($0)?.hasPrefix(start) == true }
    }

    private static func request(_ event: JSON) -> String? {
        guard case .string(let method)? = event["method"] else { return nil }
        let url =
            switch method {
            case "Network.requestWillBeSent": event["params"]?["request"]?["url"]
            case "Network.webSocketCreated": event["params"]?["url"]
            default: nil as JSON?
            }
        guard case .string(let text)? = url else { return nil }
        return text
    }

    /// Errors and warnings of scripts and of the browser itself, what a content security policy stopped among them.
    public var complaints: [String] { browser.events(of: session).compactMap(Self.complaint) }

    /// Returns once there is one.
    public func waitForComplaint() async throws {
        try await browser.wait(session) { Self.complaint($0) != nil }
    }

    private static func complaint(_ event: JSON) -> String? {
        guard case .string(let method)? = event["method"], let what = event["params"] else {
            return nil
        }
        switch method {
        case "Runtime.exceptionThrown": return what.text
        case "Runtime.consoleAPICalled":
            return ["error", "warning", "assert"].contains(what["type"]) ? what.text : nil
        case "Log.entryAdded":
            let entry = what["entry"]
            return ["error", "warning"].contains(entry?["level"]) ? entry?.text : nil
        case "Audits.issueAdded":
            return what["issue"]?["code"] == "ContentSecurityPolicyIssue" ? what.text : nil
        default: return nil
        }
    }
}

extension Browser {
    /// Opens a page and waits until it has loaded.
    public func open(_ url: String, _ viewing: Viewing = Viewing()) async throws -> BrowserPage {
        let target = try await ask("Target.createTarget", ["url": "about:blank"])
        let attached = try await ask(
            "Target.attachToTarget", ["targetId": target["targetId"] ?? .null, "flatten": true])
        guard case .string(let session)? = attached["sessionId"] else {
            throw BrowserFailure(why: "no session")
        }
        for domain in ["Page", "Runtime", "Log", "Network", "Audits"] {
            _ = try await ask("\(domain).enable", in: session)
        }
        try await look(viewing, session)
        let answer = try await ask("Page.navigate", ["url": .string(url)], in: session)
        if let failure = answer["errorText"] {
            throw BrowserFailure(why: "\(url): \(failure.text)")
        }
        // The empty page before it was loaded by the time it was attached to.
        try await wait(session) { $0["method"] == "Page.loadEventFired" }
        return BrowserPage(self, session)
    }

    private func look(_ viewing: Viewing, _ session: String) async throws {
        _ = try await ask(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .integer(Int64(viewing.width)), "height": .integer(Int64(viewing.height)),
                "deviceScaleFactor": 1, "mobile": false,
            ], in: session)
        _ = try await ask(
            "Emulation.setEmulatedMedia",
            [
                "features": [
                    [
                        "name": "prefers-color-scheme",
                        "value": .string(viewing.scheme.rawValue),
                    ]
                ]
            ], in: session)
        if let userAgent = viewing.userAgent {
            _ = try await ask(
                "Emulation.setUserAgentOverride", ["userAgent": .string(userAgent)], in: session)
        }
        if viewing.script == .off {
            _ = try await ask(
                "Emulation.setScriptExecutionDisabled", ["value": true], in: session)
        }
    }
}
