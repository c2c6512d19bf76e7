// What the database holds for leaving and coming, and for what comes every month.
//
//   links.deletedAt   NULL for a link that is there. A deleted one has no row in `routes`, so no fan finds it; its row
//                     and what hangs on it go 30 days later
//   ledger.month      months since 1970-01 for an allowance, NULL for everything else: with the account it is unique,
//                     so that whoever grants it, however often, grants it once
//   origins           what was imported: SHA-256 of a row's identity, what it became, and which file brought it. A row
//                     that is here is not made again
//   imports           what an import has come to; one that is `running` and whose `seenAt` has fallen behind was cut off
extension Schema {
    static let transfer = """
        ALTER TABLE links ADD COLUMN deletedAt INTEGER;
        CREATE INDEX linksDeleted ON links (deletedAt) WHERE deletedAt IS NOT NULL;
        ALTER TABLE ledger ADD COLUMN month INTEGER;
        CREATE UNIQUE INDEX ledgerAllowances ON ledger (account, month) WHERE month IS NOT NULL;
        CREATE TABLE origins (
            account INTEGER NOT NULL REFERENCES accounts,
            origin BLOB NOT NULL,
            link INTEGER NOT NULL,
            batch BLOB NOT NULL,
            PRIMARY KEY (account, origin)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE imports (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account INTEGER NOT NULL REFERENCES accounts,
            state TEXT NOT NULL,
            format TEXT NOT NULL,
            rows INTEGER NOT NULL,
            done INTEGER NOT NULL,
            created INTEGER NOT NULL,
            skipped INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            problem TEXT,
            report TEXT NOT NULL,
            startedAt INTEGER NOT NULL,
            seenAt INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX importsByAccount ON imports (account, id);

        """
}
