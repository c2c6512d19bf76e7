public import Smartlink

extension TransferActions {
    /// Begins an import that is worked at in the background.
    ///
    /// Errors: `conflict` while another of the account is under way.
    public func beginImport(
        of account: Account, format: String
    ) async throws(Failure) -> ImportRecord {
        let now = surroundings.now()
        let since = Instant(ms: now.ms - OperationLimits.importSilenceMsMax)
        guard try await store.importsRunning(of: account.id, since: since) == 0 else {
            throw Failure(
                .conflict, "Another import of this account is under way: let it end first.")
        }
        return try await store.begin(ImportRecord(account: account.id, format: format, at: now))
    }

    /// What an import has come to. One that nobody works at any more was interrupted: the same file again goes on where
    /// it stopped.
    ///
    /// Errors: `not_found`.
    public func showImport(_ id: Int64, of account: Int64) async throws(Failure) -> ImportRecord {
        guard var record = try await store.importRecord(id, of: account) else {
            throw Failure(.notFound, "There is no import \(id).")
        }
        let silence = surroundings.now().ms - record.seenAt.ms
        if record.state == .running, silence > OperationLimits.importSilenceMsMax {
            record.state = .interrupted
            record.problem =
                "The server stopped meanwhile. Send the same file again: it goes on where it stopped."
        }
        return record
    }

    /// Keeps an image that comes with an import; links name it by its hash.
    public func keepArtwork(_ bytes: [UInt8]) async throws(Failure) -> Artwork {
        try await actions.keepArtwork(bytes)
    }
}
