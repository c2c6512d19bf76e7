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
}
