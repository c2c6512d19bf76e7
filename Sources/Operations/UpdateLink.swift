public import Smartlink

extension Actions {
    /// Changes a link; without a precondition the edit is applied to whatever it is by then.
    ///
    /// Errors: `not_found`, `precondition_failed`, whatever `edit` throws, `invalid_field` if the
    /// outcome does not hold together.
    public func updateLink(
        _ code: String, of account: Int64, if expected: ExpectedVersion = .any, _ edit: LinkEdit
    ) async throws(Failure) -> Link {
        var attempt = 1
        while true {
            let current = try await showLink(code, of: account)
            try expected.check(current)
            var changed = current
            try edit(&changed)
            changed = try normalized(changed, catalogue: surroundings.catalogue())
            if changed == current { return current }
            do {
                let link = try await links.replace(changed, at: surroundings.now())
                try await follow(link, from: current)
                return link
            } catch {
                guard error.code == .preconditionFailed, expected == .any,
                    attempt < OperationLimits.updateAttemptsMax
                else { throw error }
                attempt += 1
            }
        }
    }
}
