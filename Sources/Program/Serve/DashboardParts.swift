import API
import Dashboard
import Site
import Smartlink

extension DashboardDoor.Parts {
    /// What the dashboard's door takes from the API and from the fans' side.
    init(_ api: ArtistAPI, _ tables: FanTablesInForce) {
        self.init(
            policy: tables.tables.policy, publicURL: { tables.tables.baseURL },
            refusal: { Problem($0).response },
            facts: { tables.tables.preview($0, as: $1, for: $2) },
            draft: { (code, account, patch, request) throws(Failure) in
                try await api.draft(code, of: account, patch: patch, asked: request)
            })
    }
}
