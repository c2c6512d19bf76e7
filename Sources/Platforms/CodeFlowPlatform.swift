import Smartlink

/// A platform whose fans agree by the code flow as it stands in OAuthFlow.
protocol CodeFlowPlatform: SavingPlatform {
    var flow: OAuthFlow { get }
    var door: PlatformDoor { get }
}

extension CodeFlowPlatform {
    func authorizeURL(state: String, challenge: String, redirect: String) -> String? {
        flow.authorizeURL(state: state, challenge: challenge, redirect: redirect)
    }

    func redeem(
        code: String, verifier: String, redirect: String, at now: Instant
    ) async throws(GrantRefusal) -> TokenGrant {
        try await flow.redeem(code: code, verifier: verifier, redirect: redirect, at: now, door)
    }

    func renew(_ grant: TokenGrant, at now: Instant) async throws(GrantRefusal) -> TokenGrant {
        try await flow.renew(grant, at: now, door)
    }

    func dies(_ grant: TokenGrant) -> Instant? { nil }
}
