import Glibc

/// Where a command speaks: its answer on standard output, everything else on standard error.
struct Console: Sendable {
    var answers: Int32 = 1
    var notes: Int32 = 2

    /// One answer, with its line end.
    func say(_ text: String) { Self.write(text + "\n", to: answers) }

    /// Something for the person, not for a program that reads the answer.
    func note(_ text: String) { Self.write(text + "\n", to: notes) }

    /// How far something long is: on a terminal, in place of what stood there, until the next line.
    func pass(_ text: String) {
        guard isatty(notes) == 1 else { return }
        Self.write("\r\u{1B}[2K" + text + "\r", to: notes)
    }

    /// Rows under a heading, in aligned columns.
    func say(heading: [String], rows: [[String]]) {
        let all = [heading] + rows
        let widths = heading.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        for row in all {
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                if column + 1 < row.count {
                    line += String(repeating: " ", count: widths[column] - cell.count + 2)
                }
            }
            say(line)
        }
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            // A closed pipe: nobody listens any more.
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
