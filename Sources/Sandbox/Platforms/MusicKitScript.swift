// A stand-in for MusicKit JS v3: `configure`, `getInstance().authorize()`, and the event that says it is there.
// The token it will hand over is made with the script, so that it needs no request of its own.
import HTTP
import Smartlink

enum MusicKitScript {
    static func respond(to call: Call, in house: inout House) -> Response {
        let token = house.draws.token()
        let name = call.parameter("fan").map { String($0.prefix(SandboxLimits.nameCharactersMax)) }
        let account = house.ledger.account(
            named: name ?? "fan \(token.prefix(6))", on: .appleMusic, market: "US")
        house.grants.keep(
            Grant(
                standIn: .appleMusic, account: account, scopes: [], use: .access,
                authorisedAt: call.now,
                expiresAt: Instant(ms: call.now.ms + SandboxLimits.musicUserTokenMs)), as: token)
        var script = Array(beginning.utf8)
        JSON.string(token).append(to: &script)
        script += rest.utf8
        return .bytes(200, script, type: "text/javascript; charset=utf-8")
            .adding("Access-Control-Allow-Origin", "*")
            .adding("Cross-Origin-Resource-Policy", "cross-origin")
    }

    private static let beginning = """
        // Segue sandbox: not the real Apple Music.
        (() => {
          const userToken =
        """

    private static let rest = """
        ;
          const listeners = {};
          let instance = null;
          class Music {
            constructor(settings) {
              this.developerToken = settings.developerToken;
              this.storefrontId = settings.storefrontId || "us";
              this.storefrontCountryCode = this.storefrontId;
              this.isAuthorized = false;
              this.musicUserToken = undefined;
            }
            async authorize() {
              const question = "Sandbox: not the real Apple Music.\\n\\n"
                + "Let this page add music to your library?";
              if (!window.confirm(question)) {
                const refusal = new Error("AUTHORIZATION_ERROR: Unauthorized");
                refusal.errorCode = "AUTHORIZATION_ERROR";
                throw refusal;
              }
              this.isAuthorized = true;
              this.musicUserToken = userToken;
              for (const listener of listeners.authorizationStatusDidChange || []) listener({ authorizationStatus: 3 });
              return userToken;
            }
            async unauthorize() {
              this.isAuthorized = false;
              this.musicUserToken = undefined;
            }
            addEventListener(name, listener) { (listeners[name] = listeners[name] || []).push(listener); }
            removeEventListener(name, listener) {
              listeners[name] = (listeners[name] || []).filter((other) => other !== listener);
            }
          }
          window.MusicKit = {
            version: "3.0.0-sandbox",
            async configure(settings) {
              if (!settings || !settings.developerToken) throw new Error("CONFIGURATION_ERROR: developerToken");
              instance = new Music(settings);
              return instance;
            },
            getInstance() { return instance; },
            Events: { authorizationStatusDidChange: "authorizationStatusDidChange" },
          };
          document.dispatchEvent(new Event("musickitloaded"));
        })();

        """
}
