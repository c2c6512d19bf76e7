// What the database holds of artists' browsers.
//
//   sessions   browsers that are signed in, by the SHA-256 of the secret in their cookie. A row counts while endsAt
//              lies ahead and its key is not revoked; rows that have ended go when somebody signs in
extension Schema {
    static let sessions = """
        CREATE TABLE sessions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            hash BLOB NOT NULL UNIQUE,
            account INTEGER NOT NULL REFERENCES accounts,
            key INTEGER NOT NULL REFERENCES keys,
            userAgent TEXT NOT NULL,
            createdAt INTEGER NOT NULL,
            lastSeenAt INTEGER NOT NULL,
            endsAt INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX sessionsByAccount ON sessions (account, lastSeenAt);
        CREATE INDEX sessionsEnded ON sessions (endsAt);
        CREATE INDEX sessionsByKey ON sessions (key);

        """
}
