// What the database holds of fans who pre-saved or signed up. All of a fan hangs on their row in `fans`:
// with it go saves, grants, subscriptions and letters. What is destroyed is overwritten (secure_delete), and
// the log that still holds the old pages is emptied by the next sweep.
//
//   fans            a random number, a wording, a time zone; isBare while nothing hangs on it
//   saves           one per fan, link and platform (Save.swift draws its states). A row that has not ended
//                   falls due at nextAt; for one that is `saving` that is the end of its lease, so that a
//                   killed process's rows fall due again; one whose grant dies (diesAt) before its day is
//                   looked at before
//   grants          the fan's tokens under the vault's seal, bound to the save's id; gone when it ends, or
//                   at `until` where the platform only took too long
//   authorisations  begun and not ended: ten minutes, taken once
//   subscriptions   addresses and the proof of what they may be used for; an ended one has no address
//   letters         to be sent: no text, no address; one of a kind per subscription
//
// Links are not referred to: a deleted one leaves ended rows under its number and code. `reason` is '' for
// none, so that savesByLink can be walked in pages.
//
// savesDue holds what has not ended, so a million saves that are not due cost an insertion each and nothing
// more; by mode and platform, because a platform that wants a pause is passed over, all of it at once.
// savesTried finds rows that were put off under a wrong clock.

extension Schema {
    static let presaves =
        fans + saves + subscriptions
            + """
            ALTER TABLE rollups ADD COLUMN presavesStarted INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE rollups ADD COLUMN presavesAuthorised INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE rollups ADD COLUMN presavesFailed INTEGER NOT NULL DEFAULT 0;

            """

    /// Follows, and when a grant dies.
    static let follows = """
        ALTER TABLE saves ADD COLUMN diesAt INTEGER;
        ALTER TABLE saves ADD COLUMN follow TEXT NOT NULL DEFAULT 'none';
        ALTER TABLE authorisations ADD COLUMN wish TEXT NOT NULL DEFAULT 'save';

        """

    private static let fans = """
        CREATE TABLE fans (
            id INTEGER PRIMARY KEY,
            locale TEXT NOT NULL,
            zone TEXT,
            country INTEGER NOT NULL,
            createdAt INTEGER NOT NULL,
            isBare INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX fansBare ON fans (createdAt) WHERE isBare = 1;
        CREATE TABLE authorisations (
            state BLOB PRIMARY KEY,
            browser BLOB NOT NULL,
            fan INTEGER NOT NULL,
            code TEXT NOT NULL,
            platform TEXT NOT NULL,
            verifier TEXT NOT NULL,
            createdAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX authorisationsByFan ON authorisations (fan);
        CREATE INDEX authorisationsByCreation ON authorisations (createdAt);

        """

    private static let saves = """
        CREATE TABLE saves (
            id INTEGER PRIMARY KEY,
            fan INTEGER NOT NULL REFERENCES fans ON DELETE CASCADE,
            link INTEGER NOT NULL,
            code TEXT NOT NULL,
            platform TEXT NOT NULL,
            mode TEXT NOT NULL,
            state TEXT NOT NULL,
            dueAt INTEGER NOT NULL,
            nextAt INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            triedAt INTEGER,
            reason TEXT NOT NULL,
            createdAt INTEGER NOT NULL,
            endedAt INTEGER,
            UNIQUE (fan, link, platform)
        ) STRICT;
        CREATE INDEX savesDue ON saves (mode, platform, nextAt)
            WHERE state IN ('queued', 'waiting', 'saving');
        CREATE INDEX savesTried ON saves (nextAt)
            WHERE triedAt IS NOT NULL AND state IN ('queued', 'waiting', 'saving');
        CREATE INDEX savesByLink ON saves (link, platform, state, reason);
        CREATE TABLE grants (
            save INTEGER PRIMARY KEY REFERENCES saves ON DELETE CASCADE,
            sealed BLOB NOT NULL,
            until INTEGER
        ) STRICT;
        CREATE INDEX grantsKept ON grants (until) WHERE until IS NOT NULL;

        """

    private static let subscriptions = """
        CREATE TABLE subscriptions (
            id INTEGER PRIMARY KEY,
            fan INTEGER NOT NULL REFERENCES fans ON DELETE CASCADE,
            link INTEGER NOT NULL,
            code TEXT NOT NULL,
            address TEXT NOT NULL COLLATE NOCASE,
            purpose TEXT NOT NULL,
            wording TEXT NOT NULL,
            askedAt INTEGER NOT NULL,
            letterAt INTEGER NOT NULL,
            confirmedAt INTEGER,
            remindedAt INTEGER,
            endedAt INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX subscriptionsByAddress ON subscriptions (link, purpose, address)
            WHERE endedAt IS NULL;
        CREATE INDEX subscriptionsByFan ON subscriptions (fan, link);
        CREATE INDEX subscriptionsByLink ON subscriptions (link, purpose, confirmedAt, id)
            WHERE endedAt IS NULL;
        CREATE INDEX subscriptionsUnconfirmed ON subscriptions (askedAt)
            WHERE confirmedAt IS NULL AND endedAt IS NULL;
        CREATE INDEX subscriptionsReminded ON subscriptions (remindedAt)
            WHERE remindedAt IS NOT NULL AND endedAt IS NULL;
        CREATE TABLE letters (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            subscription INTEGER NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
            attempts INTEGER NOT NULL,
            nextAt INTEGER NOT NULL,
            createdAt INTEGER NOT NULL,
            UNIQUE (subscription, kind)
        ) STRICT;
        CREATE INDEX lettersDue ON letters (nextAt);

        """
}
