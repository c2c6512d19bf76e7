internal import JSONText

/// The answer to `initialize`: what this server is and how an assistant works with it.
enum Introduction {
    static func json(_ version: ProtocolVersion, program: String, baseURL: String) -> JSON {
        [
            "protocolVersion": .string(version.rawValue),
            "capabilities": ["tools": ["listChanged": false]],
            "serverInfo": [
                "name": "segue", "title": "Segue", "version": .string(program),
                "websiteUrl": .string(baseURL),
            ],
            "instructions": .string(instructions),
        ]
    }

    private static let instructions = """
        Segue makes smart links for music: one URL per release that brings each fan to the platform they use, and \
        collects pre-saves before the release. Everything belongs to the account whose key is used.

        To share music that is out: create_smart_link with an isrc, upc or sourceUrl, then give the user shareUrl. \
        For an upcoming release: create_presave with releaseAt. Both cost 1 credit and cannot be taken back, so give a \
        clientId: a repeated call with it makes nothing twice. resolve_music is free and shows what would be found.

        To look something up, list_links finds codes, get_link shows one, get_link_stats its numbers, and \
        explain_route where a fan would land. update_link overwrites: show the user what would change first.

        An error names the argument and says what to do; credits_exhausted and plan_required need the operator of this \
        server, not another try. Times are UTC.
        """
}
