/// `text` cut between characters so that the tag it goes into stays within its bounds; an ellipsis
/// says so.
///
/// - Parameter characters: at most so many characters.
/// - Parameter bytes: at most so many bytes of UTF-8, as a reader of the tag sees them.
/// - Parameter escapedBytes: at most so many bytes once escaped for HTML.
func excerpt(
    _ text: String, characters: Int = .max, bytes: Int, escapedBytes: Int
) -> String {
    let ellipsis: Character = "…"
    let trimmed = oneLine(text)
    var end = trimmed.startIndex
    var (count, size, escapedSize) = (0, 0, 0)
    var fits = trimmed.startIndex
    for place in trimmed.indices {
        let character = trimmed[place]
        count += 1
        size += character.utf8.count
        escapedSize += HTMLWriter.escapedCount(character)
        guard count <= characters, size <= bytes, escapedSize <= escapedBytes else {
            let kept = trimmed[..<fits].reversed().drop { $0.isWhitespace }.reversed()
            return String(kept) + String(ellipsis)
        }
        end = trimmed.index(after: place)
        if count < characters, size + ellipsis.utf8.count <= bytes,
            escapedSize + ellipsis.utf8.count <= escapedBytes
        {
            fits = end
        }
    }
    return trimmed
}

/// The words of `text` with one space between them.
func oneLine(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
}
