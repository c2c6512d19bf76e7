// A card: the cover, never cropped, beside title and artist; without a cover the words alone on calm colours.
import CardFrames

/// The plan of one card, drawn once it is complete.
struct CardDrawing {
    let order: CardOrder

    private static let margin = 60.0
    private static let gap = 60.0

    /// Errors: the cover's own, `undrawable` if the machine gives no memory.
    func jpeg() throws(CardAnswer.Refusal) -> [UInt8] {
        guard
            let bytes = try pixmap().jpeg(bytesMax: Limits.cardBytesMax)
        else { throw .undrawable }
        return bytes
    }

    func pixmap() throws(CardAnswer.Refusal) -> Pixmap {
        let cover =
            order.cover.isEmpty
            ? nil
            : try Pixmap(
                decoding: order.cover, within: (Limits.coverSide, Limits.coverSide))
        guard let canvas = Canvas(width: Limits.cardWidth, height: Limits.cardHeight) else {
            throw .undrawable
        }
        let backdrop =
            cover.map { Backdrop(of: $0) } ?? Backdrop(words: order.title + order.artist)
        canvas.fill(from: backdrop.top, to: backdrop.bottom)
        let column: Column
        if let cover {
            column = draw(cover, backdrop, on: canvas)
        } else {
            drawDisc(backdrop, on: canvas)
            column = Column(x: 84, width: 680)
        }
        try write(in: column, backdrop, on: canvas)
        guard let pixmap = canvas.pixmap else { throw .undrawable }
        return pixmap
    }

    private struct Column {
        var x: Double
        var width: Double
    }

    /// Words that run from the right have the cover on their right, as a page of theirs would.
    private var isMirrored: Bool { PlainText(order.title).isRightToLeft }

    private func draw(_ cover: Pixmap, _ backdrop: Backdrop, on canvas: Canvas) -> Column {
        let side = Double(Limits.coverSide)
        let scale = min(side / Double(cover.width), side / Double(cover.height))
        let size = (width: Double(cover.width) * scale, height: Double(cover.height) * scale)
        let cardWidth = Double(canvas.width)
        let place = Canvas.Place(
            x: isMirrored ? cardWidth - Self.margin - size.width : Self.margin,
            y: (Double(canvas.height) - size.height) / 2, width: size.width,
            height: size.height, radius: 12)
        for step in stride(from: 18.0, to: 0, by: -3) {
            var shade = place.grown(by: step)
            shade.y += 8
            canvas.fill(shade, .black, opacity: 0.035)
        }
        canvas.draw(cover, in: place)
        canvas.stroke(place, backdrop.ink, opacity: 0.14, width: 1.5)
        let taken = Self.margin + size.width + Self.gap
        let width = cardWidth - taken - Self.margin
        return Column(x: isMirrored ? Self.margin : taken, width: min(width, 680))
    }

    /// A record that leaves the card at its edge.
    private func drawDisc(_ backdrop: Backdrop, on canvas: Canvas) {
        let x = isMirrored ? 90.0 : Double(canvas.width) - 90
        let y = Double(canvas.height) / 2
        for radius in [290.0, 250, 210, 170, 130] {
            canvas.ring(x: x, y: y, radius: radius, backdrop.ink, opacity: 0.055)
        }
        canvas.ring(x: x, y: y, radius: 92, backdrop.ink, opacity: 0.5)
        canvas.ring(x: x, y: y, radius: 14, backdrop.top, opacity: 1)
    }

    private func write(
        in column: Column, _ backdrop: Backdrop, on canvas: Canvas
    ) throws(CardAnswer.Refusal) {
        let artist = PlainText(order.artist)
        let date = PlainText(order.dateLine)
        let x =
            order.cover.isEmpty && isMirrored
            ? Double(canvas.width) - column.x - column.width : column.x
        var titleRoom = Self.titleRoom(width: column.width)
        var artistRoom = Self.artistRoom(width: column.width)
        var dateRoom = Self.dateRoom(width: column.width - 44)
        if !date.isEmpty { titleRoom.height -= 40 }
        if isMirrored {
            titleRoom.edge = .right
            artistRoom.edge = .right
            dateRoom.edge = .right
        }
        guard let title = TextBlock(PlainText(order.title), in: titleRoom, on: canvas),
            let name = TextBlock(artist, in: artistRoom, on: canvas),
            let line = TextBlock(date, in: dateRoom, on: canvas)
        else { throw .undrawable }
        let gaps = (artist.isEmpty ? 0 : 20.0, date.isEmpty ? 0 : 40.0)
        let artistHeight = artist.isEmpty ? 0 : name.height
        let dateHeight = date.isEmpty ? 0 : line.height + 20
        var y =
            (Double(canvas.height) - title.height - gaps.0 - artistHeight - gaps.1 - dateHeight)
            / 2
        title.draw(x: x, y: y, backdrop.ink)
        y += title.height + gaps.0
        if !artist.isEmpty {
            name.draw(x: x, y: y, backdrop.softInk)
            y += name.height
        }
        guard !date.isEmpty else { return }
        y += gaps.1
        let pill = line.width + 44
        let pillX = isMirrored ? x + column.width - pill : x
        canvas.stroke(
            Canvas.Place(x: pillX, y: y, width: pill, height: dateHeight, radius: 40),
            backdrop.ink, opacity: 0.55, width: 2)
        let shift = isMirrored ? column.width - 44 - line.width : 0
        line.draw(x: pillX + 22 - shift, y: y + 10, backdrop.ink)
    }

    static func titleRoom(width: Double) -> TextBlock.Room {
        TextBlock.Room(
            width: width, height: 330, linesMax: 6, sizes: [88, 76, 68, 60, 54, 48, 43, 38],
            weight: .bold)
    }

    static func artistRoom(width: Double) -> TextBlock.Room {
        TextBlock.Room(
            width: width, height: 110, linesMax: 2, sizes: [42, 37, 32], weight: .regular)
    }

    static func dateRoom(width: Double) -> TextBlock.Room {
        TextBlock.Room(width: width, height: 60, linesMax: 1, sizes: [28, 24], weight: .regular)
    }
}
