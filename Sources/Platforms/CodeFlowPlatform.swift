import Smartlink

/// A platform whose fans agree by the code flow as it stands in OAuthFlow.
protocol CodeFlowPlatform: SavingPlatform {
    var flow: OAuthFlow { get }
    var door: PlatformDoor { get }
    /// Whose library a new grant opens; nil where the platform does not say cheaply, or not now.
    func account(of grant: TokenGrant) async -> String?
}

extension CodeFlowPlatform {
    func authorizeURL(state: String, challenge: String, redirect: String) -> String? {
        flow.authorizeURL(state: state, challenge: challenge, redirect: redirect)
    }

    func redeem(
        code: String, verifier: String, redirect: String, at now: Instant
    ) async throws(GrantRefusal) -> TokenGrant {
        var grant = try await flow.redeem(
            code: code, verifier: verifier, redirect: redirect, at: now, door)
        grant.account = await account(of: grant)
        return grant
    }

    func account(of grant: TokenGrant) async -> String? { grant.account }

    func renew(_ grant: TokenGrant, at now: Instant) async throws(GrantRefusal) -> TokenGrant {
        try await flow.renew(grant, at: now, door)
    }

    func dies(_ grant: TokenGrant) -> Instant? { nil }
}
