// What of an artist's words is drawn. Control characters and those that turn the direction of what follows
// (UAX #9 §2) are taken out: a card shows a name, and no name may reach beyond itself.

/// A text on one line, fit to be laid out.
struct PlainText: Equatable {
    let text: String

    var isEmpty: Bool { text.isEmpty }

    init(_ raw: String) {
        var kept = String.UnicodeScalarView()
        var marks = 0
        for scalar in raw.unicodeScalars {
            guard kept.count < Limits.textScalarsMax else { break }
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
                if let last = kept.last, last != " " { kept.append(" ") }
                marks = 0
                continue
            case .surrogate, .privateUse, .unassigned: continue
            case .format where !Self.joins(scalar): continue
            case .nonspacingMark, .enclosingMark:
                marks += 1
                guard marks <= Limits.marksMax, !kept.isEmpty else { continue }
            case .format: break
            default: marks = 0
            }
            kept.append(scalar)
        }
        while kept.last == " " { kept.removeLast() }
        text = String(kept)
    }

    /// Format characters that letters and emoji are made with: joiners, and the tags of regional flags.
    private static func joins(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0x200C || scalar.value == 0x200D
            || (0xE0020...0xE007F).contains(scalar.value)
    }

    /// The language whose forms shared characters take (Han in Japanese, Korean and Chinese); nil if any will do.
    var language: String? {
        var hasHan = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: return "ja"
            case 0x1100...0x11FF, 0xAC00...0xD7A3: return "ko"
            case 0x3100...0x312F: return "zh-tw"
            case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x2FA1F: hasHan = true
            default: break
            }
        }
        return hasHan ? "zh-cn" : nil
    }

    /// Whether its first strong letter runs from the right (UAX #9 rules P2 and P3, by the blocks in use).
    var isRightToLeft: Bool {
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
            return (0x590...0x8FF).contains(scalar.value)
                || (0xFB1D...0xFDFF).contains(scalar.value)
                || (0xFE70...0xFEFC).contains(scalar.value)
                || (0x10800...0x10FFF).contains(scalar.value)
                || (0x1E800...0x1EFFF).contains(scalar.value)
        }
        return false
    }
}
