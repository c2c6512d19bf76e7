internal import CQREncode

/// One symbol of libqrencode's, freed when it goes.
@safe
struct Symbol: ~Copyable {
    private let code: UnsafeMutablePointer<QRcode>

    /// The smallest symbol for `text` in byte mode; nil if the library has no memory for it.
    init?(_ text: String) {
        guard let code = unsafe QRcode_encodeString8bit(text, 0, QR_ECLEVEL_Q) else { return nil }
        unsafe self.code = code
    }

    deinit { unsafe QRcode_free(code) }

    /// Modules of a side.
    var width: Int { unsafe Int(code.pointee.width) }

    /// Row by row, true where it is dark: the lowest bit of each of the library's bytes.
    var modules: [Bool] {
        let count = width * width
        return unsafe UnsafeBufferPointer(start: code.pointee.data, count: count).map {
            $0 & 1 == 1
        }
    }
}
