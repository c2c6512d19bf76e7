/// What a verb takes at most; none of these is a setting.
public enum OperationLimits {
    public static let artworkBytesMax = 10 * 1_024 * 1_024
    static let artworkPixelsMax = 40_000_000
    /// Links on one page of a list.
    static let pageLinksMax = 200
    /// Entries on one page of a ledger.
    static let pageEntriesMax = 200
    static let searchBytesMax = 200
    /// Keys of one account that are good.
    static let keysMax = 20
    /// Tests of an account's webhooks at once, and a minute.
    static let webhookTestsMax = 10
    static let accountNameBytesMax = 200
    /// Credits of one account or one grant; far below what would overflow a balance.
    static let creditsMax: Int64 = 1_000_000_000
    /// Entries of one series: a year of hours, a long life of days.
    static let seriesEntriesMax = 10_000
    /// Bytes of one part of a question to `explain`.
    static let questionBytesMax = 2_048
    /// Random codes tried before giving up; one in 10^12 collides.
    static let codeAttemptsMax = 5
    /// So often a change is applied anew to a link that somebody else has changed meanwhile.
    static let updateAttemptsMax = 4
    /// Keys whose rate is remembered, and addresses whose failed sign-ins are.
    static let rateSubjectsMax = 10_000
    /// A session ends so long after it was last used; that it was used is written no oftener than this.
    static let sessionMs: Int64 = 30 * 86_400_000
    static let sessionSeenGapMs: Int64 = 10 * 60_000
    /// Characters kept of what a signed-in browser says it is.
    static let userAgentCharactersMax = 256
    /// Numbers in one signed token: a fan and the subscriptions of one letter.
    static let tokenNumbersMax = 8
    /// Bytes of a token that a browser hands over; Apple's have a few hundred.
    static let handedTokenBytesMax = 8_192
    /// Characters of the consent text's version that are kept as proof.
    static let wordingCharactersMax = 64
    /// How long a new link waits for more answers once it is known what it is.
    static let graceMs: Int64 = 300
    /// After this another process takes over the first round of a pursuit.
    static let pursuitLeaseMs: Int64 = 60_000
    /// An import of which nothing has been heard for so long is not under way any more.
    static let importSilenceMsMax: Int64 = 60_000
}
