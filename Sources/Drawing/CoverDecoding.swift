// Covers come from strangers. What they are is read from their own first bytes, how large they are is known
// before a pixel is decoded, and only the decoder of that one type is asked.
import CPixbuf
import CardFrames
import Smartlink

extension Pixmap {
    /// Decodes a cover so that it fits in `box`, never larger than it is.
    init(
        decoding bytes: [UInt8], within box: (width: Int, height: Int)
    ) throws(CardAnswer.Refusal) {
        let head = try Self.checked(bytes)
        let pixbuf = try Pixbuf(decoding: bytes, head.type, within: box)
        guard let pixmap = pixbuf.pixmap else { throw .broken }
        self = pixmap
    }

    /// What the bytes say they are, if that may be decoded.
    static func checked(_ bytes: [UInt8]) throws(CardAnswer.Refusal) -> ImageHead {
        guard bytes.count <= CardFrames.Limits.coverBytesMax else { throw .tooLarge }
        let head: ImageHead
        do throws(ImageHead.Unreadable) {
            head = try ImageHead(reading: bytes)
        } catch {
            throw error == .unknownType ? .unknownType : .broken
        }
        guard head.width >= 1, head.height >= 1 else { throw .broken }
        let pixels = head.width.multipliedReportingOverflow(by: head.height)
        guard !pixels.overflow, pixels.partialValue <= Limits.coverPixelsMax else {
            throw .tooLarge
        }
        try FileForm.check(bytes, head)
        return head
    }
}

/// One gdk-pixbuf, owned.
@safe
final class Pixbuf {
    private let pixbuf: OpaquePointer

    private init(owning pixbuf: OpaquePointer) { unsafe self.pixbuf = pixbuf }
    deinit { unsafe segue_release_pixbuf(pixbuf) }

    private struct Box {
        var width: Int
        var height: Int
    }

    /// Errors: `broken` for whatever the decoder does not take.
    init(
        decoding bytes: [UInt8], _ type: Artwork.ImageType, within box: (width: Int, height: Int)
    ) throws(CardAnswer.Refusal) {
        guard let loader = unsafe gdk_pixbuf_loader_new_with_type(type.rawValue, nil) else {
            throw .undrawable
        }
        defer { unsafe segue_release_loader(loader) }
        var box = Box(width: box.width, height: box.height)
        let isWhole = unsafe withUnsafeMutablePointer(to: &box) { context in
            unsafe segue_watch_size(loader, Self.fit, context)
            let taken = unsafe gdk_pixbuf_loader_write(loader, bytes, gsize(bytes.count), nil)
            // Closing is due even after a failure.
            return unsafe gdk_pixbuf_loader_close(loader, nil) != 0 && taken != 0
        }
        guard isWhole, let shown = unsafe gdk_pixbuf_loader_get_pixbuf(loader),
            let turned = unsafe gdk_pixbuf_apply_embedded_orientation(shown)
        else { throw .broken }
        unsafe pixbuf = turned
    }

    /// Told the size before decoding; asks for a smaller one where the box is smaller.
    private static let fit: segue_on_size = { loader, width, height, context in
        guard let box = unsafe context?.assumingMemoryBound(to: Box.self) else { return }
        let wide = unsafe Double(box.pointee.width) / Double(max(width, 1))
        let high = unsafe Double(box.pointee.height) / Double(max(height, 1))
        let scale = min(wide, high, 1)
        guard scale < 1 else { return }
        unsafe gdk_pixbuf_loader_set_size(
            loader, max(1, CInt(Double(width) * scale)), max(1, CInt(Double(height) * scale)))
    }

    /// The pixels, what is transparent laid on white; nil if they are none that are known.
    var pixmap: Pixmap? {
        let width = unsafe Int(gdk_pixbuf_get_width(pixbuf))
        let height = unsafe Int(gdk_pixbuf_get_height(pixbuf))
        let channels = unsafe Int(gdk_pixbuf_get_n_channels(pixbuf))
        let stride = unsafe Int(gdk_pixbuf_get_rowstride(pixbuf))
        guard width > 0, height > 0, channels == 3 || channels == 4,
            unsafe gdk_pixbuf_get_bits_per_sample(pixbuf) == 8,
            let start = unsafe gdk_pixbuf_read_pixels(pixbuf)
        else { return nil }
        let size = width * height * 3
        let pixels = unsafe [UInt8](unsafeUninitializedCapacity: size) { out, count in
            var place = 0
            for row in 0..<height {
                var from = unsafe start + row * stride
                for _ in 0..<width {
                    let alpha = unsafe channels == 4 ? Int(from[3]) : 255
                    for part in 0..<3 {
                        unsafe out[place + part] = UInt8(
                            (Int(from[part]) * alpha + 255 * (255 - alpha) + 127) / 255)
                    }
                    place += 3
                    unsafe from += channels
                }
            }
            count = size
        }
        return Pixmap(width: width, height: height, pixels: pixels)
    }
}

extension Pixmap {
    /// A JPEG of the best quality that keeps within `bytesMax`; nil if none does.
    func jpeg(bytesMax: Int) -> [UInt8]? {
        for quality in [90, 84, 76, 66, 54, 40, 25] {
            guard let bytes = encoded("jpeg", option: ("quality", String(quality))) else {
                return nil
            }
            if bytes.count <= bytesMax { return bytes }
        }
        return nil
    }

    private func encoded(_ type: String, option: (name: String, value: String)) -> [UInt8]? {
        unsafe pixels.withUnsafeBufferPointer { pixels -> [UInt8]? in
            let pixbuf = unsafe gdk_pixbuf_new_from_data(
                pixels.baseAddress, GDK_COLORSPACE_RGB, 0, 8, CInt(width), CInt(height),
                CInt(width * 3), nil, nil)
            guard let pixbuf = unsafe pixbuf else { return nil }
            defer { unsafe segue_release_pixbuf(pixbuf) }
            var name = unsafe strdupped(option.name)
            var value = unsafe strdupped(option.value)
            defer {
                unsafe g_free(name[0])
                unsafe g_free(value[0])
            }
            var buffer: UnsafeMutablePointer<gchar>?
            var count: gsize = 0
            guard
                unsafe gdk_pixbuf_save_to_bufferv(
                    pixbuf, &buffer, &count, type, &name, &value, nil) != 0,
                let made = unsafe buffer
            else { return nil }
            defer { unsafe g_free(made) }
            return unsafe [UInt8](UnsafeRawBufferPointer(start: made, count: Int(count)))
        }
    }

    /// A list of one C string, ended by nil.
    private func strdupped(_ text: String) -> [UnsafeMutablePointer<gchar>?] {
        unsafe [g_strdup(text), nil]
    }
}
