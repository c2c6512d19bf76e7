import Smartlink

extension AppTokens {
    /// What `call` answers to a token; once more with a new one if the first is not taken any longer.
    func use<Answer>(
        _ clock: @Sendable () -> Instant,
        _ call: (String) async throws(SourceFailure) -> Answer
    ) async throws(SourceFailure) -> Answer {
        let first = try await token(at: clock())
        do throws(SourceFailure) {
            return try await call(first)
        } catch {
            guard error.kind == .unauthorised else { throw error }
            forget(first)
            return try await call(token(at: clock()))
        }
    }
}
