import CPango

/// A drawing surface and its pen.
@safe
final class Canvas {
    let width: Int
    let height: Int
    private let surface: OpaquePointer
    private let pen: OpaquePointer

    /// Nil if the machine gives no memory for it.
    init?(width: Int, height: Int) {
        self.width = width
        self.height = height
        guard
            let surface = unsafe cairo_image_surface_create(
                CAIRO_FORMAT_RGB24, CInt(width), CInt(height))
        else { return nil }
        guard unsafe cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
            let pen = unsafe cairo_create(surface)
        else {
            unsafe cairo_surface_destroy(surface)
            return nil
        }
        unsafe self.surface = surface
        unsafe self.pen = pen
    }

    deinit {
        unsafe cairo_destroy(pen)
        unsafe cairo_surface_destroy(surface)
    }

    /// For text to be laid out with; lives as long as the canvas.
    var context: OpaquePointer { unsafe pen }

    /// Fills everything, from the upper left corner to the lower right one.
    func fill(from top: Colour, to bottom: Colour) {
        guard let ramp = unsafe cairo_pattern_create_linear(0, 0, Double(width), Double(height))
        else { return }
        unsafe cairo_pattern_add_color_stop_rgb(ramp, 0, top.red, top.green, top.blue)
        unsafe cairo_pattern_add_color_stop_rgb(ramp, 1, bottom.red, bottom.green, bottom.blue)
        unsafe cairo_set_source(pen, ramp)
        unsafe cairo_paint(pen)
        unsafe cairo_pattern_destroy(ramp)
    }

    /// A rectangle with round corners.
    struct Place {
        var x: Double
        var y: Double
        var width: Double
        var height: Double
        var radius = 0.0

        func grown(by size: Double) -> Place {
            Place(
                x: x - size, y: y - size, width: width + 2 * size, height: height + 2 * size,
                radius: radius + size)
        }
    }

    private func trace(_ place: Place) {
        let quarter = Double.pi / 2
        let radius = min(place.radius, place.width / 2, place.height / 2)
        let right = place.x + place.width - radius
        let bottom = place.y + place.height - radius
        unsafe cairo_new_sub_path(pen)
        unsafe cairo_arc(pen, right, place.y + radius, radius, -quarter, 0)
        unsafe cairo_arc(pen, right, bottom, radius, 0, quarter)
        unsafe cairo_arc(pen, place.x + radius, bottom, radius, quarter, 2 * quarter)
        unsafe cairo_arc(pen, place.x + radius, place.y + radius, radius, 2 * quarter, 3 * quarter)
        unsafe cairo_close_path(pen)
    }

    func fill(_ place: Place, _ colour: Colour, opacity: Double) {
        trace(place)
        unsafe cairo_set_source_rgba(pen, colour.red, colour.green, colour.blue, opacity)
        unsafe cairo_fill(pen)
    }

    func stroke(_ place: Place, _ colour: Colour, opacity: Double, width: Double) {
        trace(place)
        unsafe cairo_set_source_rgba(pen, colour.red, colour.green, colour.blue, opacity)
        unsafe cairo_set_line_width(pen, width)
        unsafe cairo_stroke(pen)
    }

    func ring(x: Double, y: Double, radius: Double, _ colour: Colour, opacity: Double) {
        unsafe cairo_new_path(pen)
        unsafe cairo_arc(pen, x, y, radius, 0, 2 * Double.pi)
        unsafe cairo_set_source_rgba(pen, colour.red, colour.green, colour.blue, opacity)
        unsafe cairo_fill(pen)
    }

    /// Puts a picture into a place, scaled to it.
    func draw(_ picture: Pixmap, in place: Place) {
        let image = unsafe cairo_image_surface_create(
            CAIRO_FORMAT_RGB24, CInt(picture.width), CInt(picture.height))
        guard let image = unsafe image, let start = unsafe cairo_image_surface_get_data(image)
        else { return }
        defer { unsafe cairo_surface_destroy(image) }
        let stride = unsafe Int(cairo_image_surface_get_stride(image))
        unsafe picture.pixels.withUnsafeBufferPointer { pixels in
            var from = 0
            for row in 0..<picture.height {
                var to = unsafe start + row * stride
                for _ in 0..<picture.width {
                    unsafe to[0] = pixels[from + 2]
                    unsafe to[1] = pixels[from + 1]
                    unsafe to[2] = pixels[from]
                    unsafe to += 4
                    from += 3
                }
            }
        }
        unsafe cairo_surface_mark_dirty(image)
        unsafe cairo_save(pen)
        trace(place)
        unsafe cairo_clip(pen)
        unsafe cairo_translate(pen, place.x, place.y)
        unsafe cairo_scale(
            pen, place.width / Double(picture.width), place.height / Double(picture.height))
        unsafe cairo_set_source_surface(pen, image, 0, 0)
        unsafe cairo_pattern_set_filter(cairo_get_source(pen), CAIRO_FILTER_GOOD)
        unsafe cairo_pattern_set_extend(cairo_get_source(pen), CAIRO_EXTEND_PAD)
        unsafe cairo_paint(pen)
        unsafe cairo_restore(pen)
    }

    /// What has been drawn; nil if drawing failed on the way.
    var pixmap: Pixmap? {
        unsafe cairo_surface_flush(surface)
        guard unsafe cairo_status(pen) == CAIRO_STATUS_SUCCESS,
            let start = unsafe cairo_image_surface_get_data(surface)
        else { return nil }
        let stride = unsafe Int(cairo_image_surface_get_stride(surface))
        let size = width * height * 3
        let pixels = unsafe [UInt8](unsafeUninitializedCapacity: size) { out, count in
            var place = 0
            for row in 0..<height {
                var from = unsafe start + row * stride
                for _ in 0..<width {
                    unsafe out[place] = from[2]
                    unsafe out[place + 1] = from[1]
                    unsafe out[place + 2] = from[0]
                    unsafe from += 4
                    place += 3
                }
            }
            count = size
        }
        return Pixmap(width: width, height: height, pixels: pixels)
    }
}
