// What the database holds of looking for music.
//
//   answers    what a source said to a clue in a market, as JSON; none found is an answer too. Good for weeks where
//              it found something, for an hour where it did not; outdated rows go when others come
//   pursuits   links whose music is not found everywhere yet, and when they are looked for next. A leased row falls
//              due again at the end of its lease
extension Schema {
    static let finding = """
        CREATE TABLE answers (
            clue TEXT NOT NULL,
            source TEXT NOT NULL,
            candidates TEXT NOT NULL,
            at INTEGER NOT NULL,
            goodUntil INTEGER NOT NULL,
            PRIMARY KEY (clue, source)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX answersOutdated ON answers (goodUntil);
        CREATE TABLE pursuits (
            link INTEGER PRIMARY KEY REFERENCES links ON DELETE CASCADE,
            rounds INTEGER NOT NULL,
            nextAt INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX pursuitsDue ON pursuits (nextAt);

        """
}
