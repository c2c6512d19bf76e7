// From the four places a setting can come from to one configuration: flags over environment over file over
// default. Every mistake names its place and its key.

struct ConfigurationSources {
    /// Path and bytes of the configuration file, if there is one.
    var file: (path: String, bytes: [UInt8])?
    var environment: [String: String] = [:]
    /// Value by flag name, without its dashes.
    var flags: [String: String] = [:]

    /// The settings that are flags too (SPEC §8).
    static let flagKeys = [
        "listen": "listen", "data": "data", "base-url": "baseUrl", "metrics": "metrics",
    ]
    /// Variables that start as settings do and are none.
    static let otherVariables: Set<String> = [
        "SEGUE_CONFIG", "SEGUE_PLAYER", "SEGUE_PLAY_ORDER",
    ]

    func configuration() throws(ConfigurationFailure) -> Configuration {
        var configuration = Configuration()
        if let file {
            let root = try ConfigurationReader.read(file.bytes, file: file.path)
            try apply(root, prefix: "", file: file.path, to: &configuration)
        }
        for setting in Setting.all {
            guard let text = environment[setting.variable] else { continue }
            try put(
                setting, .text(text), to: &configuration, place: setting.variable, key: nil)
        }
        for (flag, text) in flags.sorted(by: { $0.key < $1.key }) {
            guard let key = Self.flagKeys[flag],
                let setting = Setting.all.first(where: { $0.key == key })
            else { continue }
            try put(setting, .text(text), to: &configuration, place: "--\(flag)", key: nil)
        }
        return configuration
    }

    /// Variables that look like settings and set nothing: a mistake, or another program's.
    var unknownVariables: [String] {
        let known = Self.otherVariables.union(Setting.all.map(\.variable))
        return environment.keys.filter {
            $0.hasPrefix(Setting.variablePrefix) && !known.contains($0)
        }.sorted()
    }

    private func apply(
        _ node: ConfigurationNode, prefix: String, file: String,
        to configuration: inout Configuration
    ) throws(ConfigurationFailure) {
        guard case .object(let members) = node.value else { return }
        for member in members {
            let key = prefix + member.name
            let place = "\(file):\(member.line)"
            if let setting = Setting.all.first(where: { $0.key == key }) {
                try put(
                    setting, .node(member.node), to: &configuration, place: place, key: key)
            } else if Setting.all.contains(where: { $0.key.hasPrefix(key + ".") }) {
                guard case .object = member.node.value else {
                    throw ConfigurationFailure(
                        place: place, key: key,
                        message: "expects a group of settings in { }, not \(member.node.kind)")
                }
                try apply(member.node, prefix: key + ".", file: file, to: &configuration)
            } else {
                throw ConfigurationFailure(
                    place: place, key: key, message: Self.unknown(key))
            }
        }
    }

    private static func unknown(_ key: String) -> String {
        if let near = nearest(to: key, of: Setting.all.map(\.key)) {
            return "there is no such setting; did you mean \(near)?"
        }
        return "there is no such setting; config/segue.json lists them all"
    }

    private func put(
        _ setting: Setting, _ value: SettingValue, to configuration: inout Configuration,
        place: String, key: String?
    ) throws(ConfigurationFailure) {
        guard setting.put(value, &configuration) else {
            throw ConfigurationFailure(
                place: place, key: key,
                message: "expects \(setting.expects), not \(value.shown)")
        }
    }
}
