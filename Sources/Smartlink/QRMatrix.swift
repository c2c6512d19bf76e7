/// The dark and light modules of a QR code, without the quiet zone around them.
public struct QRMatrix: Equatable, Sendable {
    /// Modules of a side.
    public let width: Int
    private let modules: [Bool]

    /// Nil unless the modules, row by row and true where dark, are a square.
    public init?(width: Int, modules: [Bool]) {
        guard width > 0, modules.count == width * width else { return nil }
        self.width = width
        self.modules = modules
    }

    /// Light outside.
    public func isDark(_ column: Int, _ row: Int) -> Bool {
        guard (0..<width).contains(column), (0..<width).contains(row) else { return false }
        return modules[row * width + column]
    }
}
