/// Bounds of a link's fields, in bytes of UTF-8 where they are texts.
public enum LinkLimits {
    public static let titleBytesMax = 300
    public static let artistBytesMax = 300
    public static let albumBytesMax = 300
    public static let headlineBytesMax = 200
    public static let bioBytesMax = 2_000
    public static let ctaBytesMax = 60
    public static let destinationsMax = Catalogue.platformsMax
    public static let territoriesMax = 300
    public static let rulesMax = 32
    /// Values of one condition of a rule.
    public static let conditionValuesMax = 16
    /// Countries of one rule; they are kept as a set.
    public static let conditionCountriesMax = 300
    public static let referrerBytesMax = Event.referrerBytesMax
    public static let channelBytesMax = Event.channelBytesMax
    public static let parametersMax = 16
    public static let parameterNameBytesMax = 64
    public static let parameterValueBytesMax = 200
    public static let tracksMax = 500
    public static let durationMsMax: Int64 = 24 * 3_600_000
    public static let sharesMin = 2
    /// Variants of one split; a byte's bits tell which of them are gone.
    public static let sharesMax = 8
    public static let shareWeightMax = 1_000
}
