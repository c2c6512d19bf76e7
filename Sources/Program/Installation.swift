import Glibc

/// Where the program's own files are: beside the binary and above it (a clone), in a prefix's `share`, in the
/// system's, else in the folder it was started in.
struct Installation: Sendable {
    /// Folders that are looked through, in order.
    let folders: [String]

    /// Steps up from the binary: `.build/x86_64-unknown-linux-gnu/release/segue` lies three below its clone.
    private static let stepsUpMax = 5

    init(binary: String, current: String) {
        var folders: [String] = []
        var folder = Self.parent(of: binary)
        folders.append(Self.parent(of: folder) + "/share/segue")
        for _ in 0..<Self.stepsUpMax where folder != "" {
            folders.append(folder)
            folder = Self.parent(of: folder)
        }
        folders += ["/usr/local/share/segue", "/usr/share/segue", current]
        self.folders = folders
    }

    /// This process's own.
    static var here: Installation {
        Installation(binary: link("/proc/self/exe") ?? "", current: link("/proc/self/cwd") ?? ".")
    }

    /// The first folder's file or folder of that name (`config/platforms.json`).
    func path(of name: String) -> String? {
        for folder in folders where unsafe access("\(folder)/\(name)", R_OK) == 0 {
            return "\(folder)/\(name)"
        }
        return nil
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[..<slash])
    }

    private static func link(_ path: String) -> String? {
        var name = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink(path, &name, name.count)
        guard count > 0 else { return nil }
        return String(decoding: name.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
