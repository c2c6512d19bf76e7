// The house as files: read once, line by line, with strings and comments told from code.
import Glibc

struct SourceFile: Sendable {
    /// From the top of the tree (`Sources/HTTP/Field.swift`).
    let path: String
    let lines: [String]
    /// The same lines without comments and without what stands in string literals.
    let code: [String]

    /// The target it belongs to.
    var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    var isTest: Bool { path.hasPrefix("Tests/") }
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

enum SourceTree {
    /// The top of the tree, with a slash at its end.
    static let top =
        #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/") + "/"

    static let swift: [SourceFile] = (files(in: "Sources") + files(in: "Tests"))
        .filter { $0.hasSuffix(".swift") }
        .map { path in
            let lines = text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init)
            return SourceFile(path: path, lines: lines, code: CodeScan.code(of: lines))
        }

    static let sources = swift.filter { !$0.isTest }

    /// Paths below `folder`, hidden ones left out.
    static func files(in folder: String) -> [String] {
        names(in: folder).flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            return isFolder(path) ? files(in: path) : [path]
        }
    }

    static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(top + folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.filter { !$0.hasPrefix(".") || folder == "." }.sorted()
    }

    static func isFolder(_ path: String) -> Bool {
        guard let stream = unsafe opendir(top + path) else { return false }
        unsafe closedir(stream)
        return true
    }

    static func text(of path: String) -> String {
        guard let file = unsafe fopen(top + path, "r") else { return "" }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&part, 1, part.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += part.prefix(count)
        }
    }
}

/// Blanks comments and the inside of string literals out, line by line; good enough for code that is formatted.
enum CodeScan {
    static func code(of lines: [String]) -> [String] {
        var isInBlock = false
        return lines.map { line in
            var out: [UInt8] = []
            let bytes = Array(line.utf8)
            var place = 0
            if line.utf8.elementsEqual("".utf8) { return "" }
            let quotes = tripleQuotes(bytes)
            if isInBlock {
                if quotes % 2 == 1 { isInBlock = false }
                return ""
            }
            if quotes % 2 == 1 { isInBlock = true }
            var isInString = false
            while place < bytes.count {
                let byte = bytes[place]
                if isInString {
                    if byte == UInt8(ascii: "\\") { place += 1 }
                    if byte == UInt8(ascii: "\"") {
                        isInString = false
                        out.append(byte)
                    }
                } else if byte == UInt8(ascii: "\"") {
                    isInString = true
                    out.append(byte)
                } else if byte == UInt8(ascii: "/"), place + 1 < bytes.count,
                    bytes[place + 1] == UInt8(ascii: "/")
                {
                    break
                } else {
                    out.append(byte)
                }
                place += 1
            }
            return String(decoding: out, as: UTF8.self)
        }
    }

    private static func tripleQuotes(_ bytes: [UInt8]) -> Int {
        var count = 0
        var place = 0
        while place + 2 < bytes.count {
            if bytes[place...(place + 2)].allSatisfy({ $0 == UInt8(ascii: "\"") }) {
                count += 1
                place += 3
            } else {
                place += 1
            }
        }
        return count
    }

    /// The words of a line: letters, digits and `_`.
    static func words(_ line: String) -> [Substring] {
        line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
