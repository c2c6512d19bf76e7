public import Smartlink

/// QR codes (ISO/IEC 18004) by libqrencode.
public enum QREncoder {
    /// The symbol that says `text`, with error correction Q: a quarter of it may be torn or covered.
    ///
    /// Nil for a text that is empty, holds NUL or is longer than any address of a link.
    public static func matrix(_ text: String) -> QRMatrix? {
        guard (1...Limits.textBytesMax).contains(text.utf8.count), !text.utf8.contains(0),
            let symbol = Symbol(text)
        else { return nil }
        return QRMatrix(width: symbol.width, modules: symbol.modules)
    }
}
