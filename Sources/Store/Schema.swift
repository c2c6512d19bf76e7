// What the database holds. Migrations are numbered from 1 and only ever added; `user_version` says which
// of them a file has, `application_id` that the file is Segue's at all.
//
// The event log. One row an event, appended, never changed, found by its id (roll-ups follow in that
// order) and by nothing else: an index in link order makes a redirect 40 % dearer.
//
//   column    bytes  what
//   id          3-4  the order of commitment
//   at            6  ms since 1970
//   link        1-4  link id
//   traits        3  kind, reason, agent kind, os, in-app, platform, class of bot: EventRow.traits says where;
//                    the view `eventFacts` unpacks them
//   country       2  ShortCode, 0 = unknown
//   visitor     0-8  hash under a salt that lived one day, 0 = none
//   variant     0-4  link id of the variant, 0 = none
//   agent       1-3  id in agents
//   referrer    0-2  id in referrers, 0 = none
//   channel     0-2  id in channels, 0 = none
//
// Measured over a million redirects of 1,000 links, 500 agents, 20 referrers, all with visitors: 41.3 bytes
// an event in the file.
//
// What is counted from it: SchemaStatistics.swift.
import Smartlink

enum Schema {
    /// "Segu": distinguishes our files from every other program's (sqlite.org/fileformat.html §1.3.16).
    static let applicationID: Int32 = 0x5365_6775
    static var version: Int32 { Int32(migrations.count) }

    /// Each brings a file from version n to n + 1.
    static let migrations = [
        accounts + links + events + housekeeping, presaves, follows, finding,
        webhooks, sessions, transfer, statistics, packs,
    ]

    private static let accounts = """
        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            plan TEXT NOT NULL,
            credits INTEGER NOT NULL CHECK (credits >= 0),
            createdAt INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE keys (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account INTEGER NOT NULL REFERENCES accounts,
            hash BLOB NOT NULL UNIQUE,
            prefix TEXT NOT NULL,
            createdAt INTEGER NOT NULL,
            revokedAt INTEGER
        ) STRICT;
        CREATE INDEX keysByAccount ON keys (account);
        CREATE TABLE ledger (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account INTEGER NOT NULL REFERENCES accounts,
            at INTEGER NOT NULL,
            amount INTEGER NOT NULL,
            reason TEXT NOT NULL,
            code TEXT
        ) STRICT;
        CREATE INDEX ledgerByAccount ON ledger (account, id);
        CREATE TABLE receipts (
            id INTEGER PRIMARY KEY,
            account INTEGER NOT NULL REFERENCES accounts,
            once TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            link INTEGER NOT NULL,
            createdAt INTEGER NOT NULL,
            UNIQUE (account, once)
        ) STRICT;

        """

    /// `codes` outlives its links: a code is never given to another. `links.document` is JSON of what is
    /// neither searched nor sorted by; `routes` holds what the data plane reads instead of all that.
    private static let links = """
        CREATE TABLE codes (
            code TEXT PRIMARY KEY,
            link INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE links (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            code TEXT NOT NULL,
            account INTEGER NOT NULL REFERENCES accounts,
            kind TEXT NOT NULL,
            title TEXT NOT NULL,
            artist TEXT NOT NULL,
            album TEXT,
            isrc TEXT,
            upc TEXT,
            durationMs INTEGER,
            releaseAt INTEGER,
            releaseMode TEXT NOT NULL,
            isDisabled INTEGER NOT NULL,
            mode TEXT NOT NULL,
            createdAt INTEGER NOT NULL,
            updatedAt INTEGER NOT NULL,
            version INTEGER NOT NULL,
            foldedTitle TEXT NOT NULL,
            words TEXT NOT NULL,
            document TEXT NOT NULL
        ) STRICT;
        CREATE INDEX linksByCreation ON links (account, createdAt, id);
        CREATE INDEX linksByUpdate ON links (account, updatedAt, id);
        CREATE INDEX linksByTitle ON links (account, foldedTitle, id);
        CREATE TABLE routes (
            link INTEGER PRIMARY KEY REFERENCES links ON DELETE CASCADE,
            fingerprint INTEGER NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE destinations (
            link INTEGER NOT NULL REFERENCES links ON DELETE CASCADE,
            place INTEGER NOT NULL,
            platform TEXT NOT NULL,
            url TEXT NOT NULL,
            source TEXT NOT NULL,
            confidence REAL NOT NULL,
            status TEXT NOT NULL,
            territories TEXT NOT NULL,
            isCustom INTEGER NOT NULL,
            PRIMARY KEY (link, place)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rules (
            link INTEGER NOT NULL REFERENCES links ON DELETE CASCADE,
            place INTEGER NOT NULL,
            country TEXT NOT NULL,
            os TEXT NOT NULL,
            language TEXT NOT NULL,
            referrer TEXT NOT NULL,
            channel TEXT NOT NULL,
            inApp INTEGER,
            after INTEGER,
            before INTEGER,
            target TEXT,
            PRIMARY KEY (link, place)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE artworks (
            hash TEXT PRIMARY KEY,
            type TEXT NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            bytes INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE changes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            code TEXT NOT NULL
        ) STRICT;

        """

    private static let events = """
        CREATE TABLE agents (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE referrers (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE channels (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE platforms (
            number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND \(Limits.platformsMax)),
            id TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            link INTEGER NOT NULL,
            traits INTEGER NOT NULL,
            country INTEGER NOT NULL,
            visitor INTEGER NOT NULL,
            variant INTEGER NOT NULL,
            agent INTEGER NOT NULL,
            referrer INTEGER NOT NULL,
            channel INTEGER NOT NULL
        ) STRICT;
        CREATE VIEW eventFacts AS SELECT
            events.id, at, link, traits & 15 AS kind, traits >> 4 & 15 AS reason,
            traits >> 8 & 3 AS agentKind, traits >> 10 & 7 AS os, traits >> 13 & 1 AS inApp,
            traits >> 14 & 63 AS platform, country, visitor, variant, agents.text AS agent,
            referrers.text AS referrer, channels.text AS channel
        FROM events LEFT JOIN agents ON agents.id = agent
            LEFT JOIN referrers ON referrers.id = referrer
            LEFT JOIN channels ON channels.id = channel;

        """

    /// `visitors.open`: id of the page visit a click would convert, 0 for none; where visitor is 0, how
    /// many such visits there are of fans who asked not to be counted apart.
    private static let housekeeping = """
        CREATE TABLE rollups (
            link INTEGER NOT NULL,
            dimension INTEGER NOT NULL,
            hour INTEGER NOT NULL,
            key INTEGER NOT NULL,
            visits INTEGER NOT NULL,
            uniques INTEGER NOT NULL,
            clickThroughs INTEGER NOT NULL,
            presaves INTEGER NOT NULL,
            signups INTEGER NOT NULL,
            conversions INTEGER NOT NULL,
            bots INTEGER NOT NULL,
            PRIMARY KEY (link, dimension, hour, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE visitors (
            day INTEGER NOT NULL,
            link INTEGER NOT NULL,
            visitor INTEGER NOT NULL,
            open INTEGER NOT NULL,
            PRIMARY KEY (day, link, visitor)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE watermark (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            event INTEGER NOT NULL
        ) STRICT;
        INSERT INTO watermark VALUES (1, 0);
        CREATE TABLE salts (
            day INTEGER PRIMARY KEY,
            low INTEGER NOT NULL,
            high INTEGER NOT NULL
        ) STRICT;

        """

    /// Brings the file of `connection` up to date, all of it or nothing.
    static func migrate(_ connection: Connection) throws(StoreFailure) {
        let transaction = try Transaction(writing: connection)
        // Read inside: another process may have just done it.
        let present = Int(try connection.integer("PRAGMA user_version") ?? 0)
        for migration in migrations.dropFirst(present) { try connection.execute(migration) }
        if present < migrations.count {
            try connection.execute(
                "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
        }
        try transaction.commit()
    }
}
