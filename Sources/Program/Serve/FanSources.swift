import Compression
import Crypto
import Operations
import Pages
import Site
import Smartlink
import Store

/// What the fan's tables are made of, read and compiled once.
struct FanSources: Sendable {
    private let catalogue: Catalogue
    private let agents: AgentTable
    private let wordings: [Wording]
    private let policy: PagePolicy
    private let countryField: String
    private let sharedPicture: SharedPicture

    init(_ configuration: Configuration, _ operators: OperatorTables, _ store: Store) async throws {
        catalogue = try await Workbench.catalogue(operators.platforms, store)
        agents = try AgentTable(file: operators.crawlers, platforms: catalogue.platforms)
        wordings = operators.wordings
        policy = PagePolicy { SHA256.digest($0) }
        countryField = configuration.countryHeader ?? ""
        sharedPicture = CardParts.program(configuration) == nil ? .artwork : .card
    }

    /// The tables under an address, with the clocks of this moment.
    func tables(publicURL: String, _ presaves: PresaveParts) -> FanTables {
        tables(
            publicURL: publicURL, presaves: presaves.tables(publicURL: publicURL),
            clocks: CountryClocks(presaves.zones, at: presaves.actions.surroundings.now()))
    }

    /// The tables before there is anything behind pre-saves.
    func tables(
        publicURL: String, presaves: PresaveTables = PresaveTables(),
        clocks: consuming CountryClocks = CountryClocks()
    ) -> FanTables {
        FanTables(
            baseURL: publicURL, catalogue: catalogue, agents: agents, wordings: wordings,
            policy: policy, countryField: countryField,
            presaves: presaves, clocks: clocks, sharedPicture: sharedPicture
        ) { page in
            guard let member = Gzip.compress(page) else {
                preconditionFailure("zlib has no memory to compress a page")
            }
            return member
        }
    }
}
