// A link as a QR code, for posters and sleeves. It says the link's address with `?ch=qr`, so that scans count as a
// channel of their own; whoever prints it needs nothing but the file.
internal import HTTP
internal import Smartlink

/// How a QR code is to look.
struct SignForm: Equatable {
    /// Pixels.
    var side = AroundLimits.sidePixels
    /// Modules of quiet zone on each side.
    var margin = AroundLimits.marginModules

    /// What is wrong with a query, for whoever wrote it.
    struct Refusal: Error {
        var sentence: String
    }

    init() {}

    init(_ query: [(name: String, value: String)]) throws(Refusal) {
        for (name, value) in query {
            switch name {
            case "size":
                side = try Self.number(
                    name, value, AroundLimits.sidePixelsMin...AroundLimits.sidePixelsMax)
            case "margin":
                margin = try Self.number(name, value, 0...AroundLimits.marginModulesMax)
            default:
                throw Refusal(
                    sentence: "There is no parameter \(name) here; known: size, margin.")
            }
        }
    }

    private static func number(
        _ name: String, _ text: String, _ range: ClosedRange<Int>
    ) throws(Refusal) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw Refusal(
                sentence: "\(name) is a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound).")
        }
        return number
    }
}

extension AroundDoor {
    private static let channel = "?ch=qr"

    func drawing(of link: Link, _ request: Request) -> Made {
        sign(of: link, request, type: "image/svg+xml") { matrix, form in
            SignDrawing.svg(matrix, form)
        }
    }

    func picture(of link: Link, _ request: Request) -> Made {
        sign(of: link, request, type: "image/png") { matrix, form in
            signs.png(matrix, form.side, form.margin)
        }
    }

    private func sign(
        of link: Link, _ request: Request, type: String,
        _ draw: (QRMatrix, SignForm) -> [UInt8]?
    ) -> Made {
        let form: SignForm
        do {
            form = try SignForm(request.query)
        } catch {
            return .refused(error.sentence)
        }
        let address = "\(tables.tables.baseURL)/link/\(link.code)\(Self.channel)"
        guard let matrix = signs.encode(address) else {
            return .refused("This address is too long for a QR code.")
        }
        guard let body = draw(matrix, form) else {
            return .refused("The code has no room there: ask for a larger size.")
        }
        // The address never changes: only what draws it might.
        return .answer(
            fields: [
                "Content-Type": type, "Cache-Control": "public, max-age=86400",
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
            ], body: body, entityTag: "qr-\(matrix.width)-\(form.side)-\(form.margin)")
    }
}

/// A QR code as a drawing of one path: sharp at any size.
enum SignDrawing {
    static func svg(_ matrix: QRMatrix, _ form: SignForm) -> [UInt8] {
        let modules = matrix.width + 2 * form.margin
        var path = ""
        for row in 0..<matrix.width {
            var column = 0
            while column < matrix.width {
                let start = column
                while matrix.isDark(column, row) { column += 1 }
                if column > start {
                    let run = column - start
                    path += "M\(start + form.margin) \(row + form.margin)h\(run)v1h-\(run)z"
                }
                column += 1
            }
        }
        let text =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(form.side)\" "
            + "height=\"\(form.side)\" viewBox=\"0 0 \(modules) \(modules)\" "
            + "shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h\(modules)v\(modules)"
            + "h-\(modules)z\"/><path d=\"\(path)\"/></svg>\n"
        return Array(text.utf8)
    }
}
