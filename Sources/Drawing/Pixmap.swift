/// A decoded picture, eight bits a channel, without transparency.
struct Pixmap: Equatable {
    let width: Int
    let height: Int
    /// Red, green, blue; row by row without gaps.
    let pixels: [UInt8]

    init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(pixels.count == width * height * 3, "a pixel has three bytes")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// Of the pixel that is `place`-th in reading order.
    func colour(at place: Int) -> Colour {
        Colour(
            red: Double(pixels[3 * place]) / 255, green: Double(pixels[3 * place + 1]) / 255,
            blue: Double(pixels[3 * place + 2]) / 255)
    }
}
