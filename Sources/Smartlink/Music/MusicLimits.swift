/// Bounds of what is read and compared when music is looked for.
public enum MusicLimits {
    /// Bytes of UTF-8 of a platform's URL or app URI.
    public static let addressBytesMax = Route.urlBytesMax
    /// Segments of a URL's path that are looked at.
    static let segmentsMax = 12
    static let parametersMax = 32
    /// Entries of one list of a platform in `config/platforms.json`.
    static let placesMax = 64
    static let patternBytesMax = 200
    static let partBytesMax = 255
    /// Of a title or name, from its beginning: who names music longer than that is not understood better.
    static let comparedScalarsMax = 600
    /// Longer words are equal or not.
    static let misspeltLettersMax = 40
    /// Candidates that are heard about what the music is.
    static let voicesMax = 64
}
