// Files come in pieces of any size; these cut them into rows and hold no more than one.
internal import Smartlink

/// A piece of a file that stands for itself, and the line it begins at.
struct CutRow: Equatable {
    var line: Int
    var content: Content

    enum Content: Equatable {
        case bytes([UInt8])
        case cells([String])
        case flawed(String)
    }
}

/// Cuts at line ends; an empty line is none.
struct LineCutter {
    private var held: [UInt8] = []
    private var line = 1
    private var isTooLong = false

    mutating func cut(_ bytes: [UInt8]) -> [CutRow] {
        var rows: [CutRow] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                if held.count < APILimits.rowBytesMax {
                    held.append(byte)
                } else {
                    isTooLong = true
                }
                continue
            }
            if let row = take() { rows.append(row) }
            line += 1
        }
        return rows
    }

    mutating func end() -> [CutRow] { take().map { [$0] } ?? [] }

    private mutating func take() -> CutRow? {
        defer {
            held.removeAll(keepingCapacity: held.capacity < APILimits.rowBytesKept)
            isTooLong = false
        }
        if isTooLong { return CutRow(line: line, content: .flawed("The line is too long.")) }
        if held.last == UInt8(ascii: "\r") { held.removeLast() }
        guard held.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return nil }
        return CutRow(line: line, content: .bytes(held))
    }
}

/// Cuts tables (RFC 4180): line ends inside quotes belong to their cell.
struct CellCutter {
    private enum Place { case start, plain, quoted, closed }

    private var place = Place.start
    private var cell: [UInt8] = []
    private var cells: [String] = []
    private var bytes = 0
    private var line = 1
    private var firstLine = 1

    mutating func cut(_ bytes: [UInt8]) -> [CutRow] {
        var rows: [CutRow] = []
        for byte in bytes { if let row = take(byte) { rows.append(row) } }
        return rows
    }

    mutating func end() -> [CutRow] {
        if place == .quoted {
            return [CutRow(line: firstLine, content: .flawed("A quotation mark is never closed."))]
        }
        return endRow().map { [$0] } ?? []
    }

    private mutating func take(_ byte: UInt8) -> CutRow? {
        bytes += 1
        if byte == UInt8(ascii: "\n") { line += 1 }
        switch (place, byte) {
        case (.quoted, UInt8(ascii: "\"")): place = .closed
        case (.quoted, _): keep(byte)
        case (.closed, UInt8(ascii: "\"")):
            keep(byte)
            place = .quoted
        case (.start, UInt8(ascii: "\"")): place = .quoted
        case (_, UInt8(ascii: ",")): endCell()
        case (_, UInt8(ascii: "\n")): return endRow()
        case (_, UInt8(ascii: "\r")): break
        default:
            keep(byte)
            place = .plain
        }
        return nil
    }

    private mutating func keep(_ byte: UInt8) {
        if bytes <= APILimits.tableRowBytesMax { cell.append(byte) }
    }

    private mutating func endCell() {
        if cells.count < APILimits.tableColumnsMax {
            cells.append(String(decoding: cell, as: UTF8.self))
        }
        cell.removeAll(keepingCapacity: true)
        place = .start
    }

    private mutating func endRow() -> CutRow? {
        let isEmpty = cells.isEmpty && cell.isEmpty && place == .start
        endCell()
        defer {
            cells = []
            bytes = 0
            firstLine = line
        }
        if isEmpty { return nil }
        if bytes > APILimits.tableRowBytesMax {
            return CutRow(line: firstLine, content: .flawed("The row is too long."))
        }
        return CutRow(line: firstLine, content: .cells(cells))
    }
}

/// Cuts out of a JSON document, however it is built around them, the objects that have a member of a given name.
struct ObjectCutter {
    private let marks: [[UInt8]]
    private var held: [UInt8] = []
    /// The open objects and arrays: where each begins in `held`, and whether a mark was seen in it.
    private var open: [(start: Int, isObject: Bool, isMarked: Bool, line: Int)] = []
    /// The text last read, or being read, as far as a mark is long.
    private var text: [UInt8] = []
    private var isInText = false
    private var isEscaped = false
    private var line = 1

    init(_ marks: [String]) { self.marks = marks.map { Array($0.utf8) } }

    mutating func cut(_ bytes: [UInt8]) -> [CutRow] {
        var rows: [CutRow] = []
        for byte in bytes { if let row = take(byte) { rows.append(row) } }
        return rows
    }

    mutating func end() -> [CutRow] {
        guard !open.isEmpty else { return [] }
        return [CutRow(line: line, content: .flawed("The JSON ends in the middle."))]
    }

    private mutating func take(_ byte: UInt8) -> CutRow? {
        if byte == UInt8(ascii: "\n") { line += 1 }
        if !open.isEmpty { hold(byte) }
        if isInText {
            read(byte)
            return nil
        }
        switch byte {
        case UInt8(ascii: "\""):
            isInText = true
            text.removeAll(keepingCapacity: true)
        case UInt8(ascii: ":"):
            if let last = open.indices.last, open[last].isObject, marks.contains(text) {
                open[last].isMarked = true
            }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if open.isEmpty { held = [byte] }
            guard open.count < APILimits.nestingMax else { break }
            open.append((held.count - 1, byte == UInt8(ascii: "{"), false, line))
        case UInt8(ascii: "}"), UInt8(ascii: "]"): return close()
        default: break
        }
        return nil
    }

    private mutating func read(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInText = false
            return
        }
        if text.count < APILimits.markBytesMax { text.append(byte) }
    }

    /// What stands around the rows is let go of: it would be the whole file in the end.
    private mutating func hold(_ byte: UInt8) {
        held.append(byte)
        guard held.count >= 2 * APILimits.tableRowBytesMax else { return }
        let count = held.count - APILimits.tableRowBytesMax
        held.removeFirst(count)
        for place in open.indices {
            open[place].start = open[place].start < count ? -1 : open[place].start - count
        }
    }

    private mutating func close() -> CutRow? {
        guard let ended = open.popLast() else { return nil }
        defer { if open.isEmpty { held = [] } }
        guard ended.isMarked else { return nil }
        guard ended.start >= 0, held.count - ended.start <= APILimits.tableRowBytesMax else {
            return CutRow(line: ended.line, content: .flawed("The object is too long."))
        }
        return CutRow(line: ended.line, content: .bytes(Array(held[ended.start...])))
    }
}
