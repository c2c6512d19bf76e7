public import Smartlink

extension Actions {
    /// Makes a key for an account; the secret is shown once and never kept.
    ///
    /// Errors: `not_found`.
    public func createKey(for account: Int64) async throws(Failure) -> (
        key: Key, secret: KeySecret
    ) {
        guard try await accounts.account(account) != nil else {
            throw Failure(
                .notFound, "There is no account \(account). `segue account list` shows all.")
        }
        let secret = KeySecret(random: surroundings.random(KeySecret.randomBytes))
        let key = try await accounts.addKey(
            hash: surroundings.sha256(Array(secret.text.utf8)), prefix: secret.prefix,
            to: account, at: surroundings.now())
        return (key, secret)
    }

    /// Makes a key for the account that asks, which has only so many that are good.
    ///
    /// Errors: `conflict` with too many of them, `not_found`.
    public func createOwnKey(for account: Int64) async throws(Failure) -> (
        key: Key, secret: KeySecret
    ) {
        let good = try await listKeys(of: account).filter { $0.revokedAt == nil }
        guard good.count < OperationLimits.keysMax else {
            throw Failure(
                .conflict,
                "An account has at most \(OperationLimits.keysMax) keys that are good: revoke one "
                    + "it does not need.")
        }
        return try await createKey(for: account)
    }
}
