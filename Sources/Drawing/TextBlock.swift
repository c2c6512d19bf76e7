import CPango

/// A text laid out in a column: as large as fits, then wrapped, then ended by an ellipsis.
@safe
final class TextBlock {
    private let layout: OpaquePointer
    private let canvas: Canvas
    /// Pixels.
    let height: Double
    let lines: Int
    /// Pixels from the column's left edge to the text's own.
    private var indent = 0.0

    /// What a text may take.
    struct Room {
        /// Pixels.
        var width: Double
        var height: Double
        var linesMax: Int
        /// Pixels of an em, the largest first.
        var sizes: [Double]
        var weight: Weight
        /// Where lines begin or end, whatever way their words run: all of a card's at the same edge.
        var edge = Edge.left

        enum Edge { case left, right }
        enum Weight { case regular, bold }
    }

    /// Nil if the machine gives no memory for it.
    init?(_ text: PlainText, in room: Room, on canvas: Canvas) {
        guard let layout = unsafe pango_cairo_create_layout(canvas.context) else { return nil }
        unsafe self.layout = layout
        self.canvas = canvas
        if let language = text.language {
            let context = unsafe pango_layout_get_context(layout)
            unsafe pango_context_set_language(context, pango_language_from_string(language))
            unsafe pango_layout_context_changed(layout)
        }
        unsafe pango_layout_set_text(layout, text.text, -1)
        unsafe pango_layout_set_width(layout, pango_units_from_double(room.width))
        // Pango swaps the two where a text runs from the right.
        let isSwapped = text.isRightToLeft == (room.edge == .left)
        unsafe pango_layout_set_alignment(layout, isSwapped ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT)
        let used = unsafe Self.fit(layout, in: room)
        height = used.height
        lines = used.lines
        if lines > 1, unsafe pango_layout_is_ellipsized(layout) == 0 {
            let width = unsafe Self.balance(layout, lines: lines, width: room.width)
            indent = room.edge == .right ? room.width - width : 0
        }
    }

    private typealias Extent = (width: Double, height: Double, lines: Int)

    /// Sets the largest size that fits, or a little less where that saves a line; at the smallest, cuts the end off.
    private static func fit(_ layout: OpaquePointer, in room: Room) -> Extent {
        // Words stay whole while a smaller size can keep them so.
        unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD)
        var chosen: (size: Double, extent: Extent)?
        for size in room.sizes {
            if let chosen, chosen.extent.lines == 1 || size < chosen.size * 0.75 { break }
            unsafe set(layout, size: size, weight: room.weight)
            let now = unsafe extent(layout)
            guard now.width <= room.width + 1, now.height <= room.height,
                now.lines <= chosen.map({ $0.extent.lines - 1 }) ?? room.linesMax
            else { continue }
            chosen = (size, now)
        }
        if let chosen {
            unsafe set(layout, size: chosen.size, weight: room.weight)
            return chosen.extent
        }
        unsafe set(layout, size: room.sizes.last ?? 0, weight: room.weight)
        unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        unsafe pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
        // Tall scripts: fewer lines until they fit.
        var lines = room.linesMax
        repeat {
            unsafe pango_layout_set_height(layout, -CInt(lines))
            lines -= 1
        } while unsafe extent(layout).height > room.height && lines > 0
        return unsafe extent(layout)
    }

    /// Narrows a layout while its lines stay as many: no line of a single word hangs below the others. Answers the
    /// width it has then.
    private static func balance(_ layout: OpaquePointer, lines: Int, width: Double) -> Double {
        var best = width
        while best > width * 0.4 {
            let next = best - width * 0.04
            unsafe pango_layout_set_width(layout, pango_units_from_double(next))
            let extent = unsafe Self.extent(layout)
            guard extent.lines == lines, extent.width <= next else { break }
            best = next
        }
        unsafe pango_layout_set_width(layout, pango_units_from_double(best))
        return best
    }

    deinit { unsafe segue_release_layout(layout) }

    private static func set(_ layout: OpaquePointer, size: Double, weight: Room.Weight) {
        guard let font = unsafe pango_font_description_new() else { return }
        unsafe pango_font_description_set_family(font, "Noto Sans")
        unsafe pango_font_description_set_weight(
            font, weight == .bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        unsafe pango_font_description_set_absolute_size(font, size * Double(PANGO_SCALE))
        unsafe pango_layout_set_font_description(layout, font)
        unsafe pango_font_description_free(font)
    }

    private static func extent(
        _ layout: OpaquePointer
    ) -> (width: Double, height: Double, lines: Int) {
        var width: CInt = 0
        var height: CInt = 0
        unsafe pango_layout_get_size(layout, &width, &height)
        return (
            Double(width) / Double(PANGO_SCALE), Double(height) / Double(PANGO_SCALE),
            unsafe Int(pango_layout_get_line_count(layout))
        )
    }

    /// Width of its longest line, pixels.
    var width: Double { unsafe Self.extent(layout).width }

    /// Characters no font on this machine has.
    var unknownGlyphs: Int { unsafe Int(pango_layout_get_unknown_glyphs_count(layout)) }

    /// Whether its end was left away.
    var isCut: Bool { unsafe pango_layout_is_ellipsized(layout) != 0 }

    func draw(x: Double, y: Double, _ colour: Colour) {
        let pen = unsafe canvas.context
        unsafe cairo_set_source_rgb(pen, colour.red, colour.green, colour.blue)
        unsafe cairo_move_to(pen, x + indent, y)
        unsafe pango_cairo_show_layout(pen, layout)
    }
}
