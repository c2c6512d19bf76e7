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
        let (key, secret, _) = try await addKey(to: account, once: nil)
        return (key, secret)
    }

    /// Makes a key for the account that asks, which has only so many that are good.
    ///
    /// A repeated `once` answers the key it made, without its secret. Errors: `conflict` with too many of them, or for a
    /// `once` of another request; `not_found`.
    public func createOwnKey(
        for account: Int64, once: Once? = nil
    ) async throws(Failure) -> (key: Key, secret: KeySecret?) {
        if let once, let made = try await accounts.key(madeBy: once, of: account) {
            return (made, nil)
        }
        let good = try await listKeys(of: account).filter { $0.revokedAt == nil }
        guard good.count < OperationLimits.keysMax else {
            throw Failure(
                .conflict,
                "An account has at most \(OperationLimits.keysMax) keys that are good: revoke one "
                    + "it does not need.")
        }
        let (key, secret, isRepeat) = try await addKey(to: account, once: once)
        return (key, isRepeat ? nil : secret)
    }

    private func addKey(
        to account: Int64, once: Once?
    ) async throws(Failure) -> (key: Key, secret: KeySecret, isRepeat: Bool) {
        let secret = KeySecret(random: surroundings.random(KeySecret.randomBytes))
        let (key, isRepeat) = try await accounts.addKey(
            hash: surroundings.sha256(Array(secret.text.utf8)), prefix: secret.prefix,
            to: account, once: once, at: surroundings.now())
        return (key, secret, isRepeat)
    }
}
