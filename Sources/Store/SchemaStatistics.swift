// What the database holds of statistics, counted from the event log.
//
//   profiles   everything an event is counted under but its link and time, once each: platform, os, reason and class
//              of bot in `traits` (bits as in EventRow.traits), country, variant, referrer, channel
//   facts      counts per link, profile and hour (grain 0); of busy links also what came late to a packed day (1, by its
//              hour) or month (2)
//   packs      for busy links: a past day's facts with their hours (grain 1), or a month's summed (2), in one blob as
//              Pack.swift says, in parts of at most Limits.packRowsMax
//   tallies    counts per link, dimension and key, for busy links only: all dimensions per day and month, and the
//              totals per hour. Dimension 0 is the total, 15 the class of bot (`bots` counts)
//   ripeness   per link: rows of facts written since it was last settled, of them those that came late, and the days
//              before which days and months are settled (`day`, `month`, days since 1970)
//   watermark  the last event that is counted, and how often counted ones were corrected since (Reclassification.swift)
//   visitors   those of the present day, so that a first visit is known as such and a click finds the visit it
//              converts (Fold.swift)
//
// `start` is the first hour since 1970 UTC of an hour, day or month.
//
// Why so: the fold writes one row per profile and hour, where a row per dimension, key and hour would be eight for
// most events; a link that few people open is read from those rows, which are few. Only where a link has gathered
// many (Limits.ripeRowsMin) are its past days and months settled, off the fold and a bounded step at a time, so that
// a question reads months where they are whole, then days, and hours at its edges only: about as many rows for a
// hundred million events as for a hundred thousand. An unfiltered question reads the tallies; one under a filter
// the packs, because only they know a platform's countries. Each transaction moves watermark or marks along with
// what they say, and rows in front of a mark are not read: after a crash everything stands where the marks say.
// A late event is added to the tallies of what is settled, and stands as a fact beside the pack; where many have come,
// the link is settled anew.
//
// A file from before counts its whole log anew, behind the fans' events; until that has caught up, questions are
// answered from the log itself, and only more slowly. The rows of the old `rollups` go a few at a time.
extension Schema {
    static let statistics = """
        CREATE TABLE profiles (
            id INTEGER PRIMARY KEY,
            traits INTEGER NOT NULL,
            country INTEGER NOT NULL,
            variant INTEGER NOT NULL,
            referrer INTEGER NOT NULL,
            channel INTEGER NOT NULL,
            UNIQUE (traits, country, variant, referrer, channel)
        ) STRICT;
        CREATE TABLE facts (
            link INTEGER NOT NULL,
            grain INTEGER NOT NULL,
            start INTEGER NOT NULL,
            profile INTEGER NOT NULL,
            \(counts),
            PRIMARY KEY (link, grain, start, profile)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tallies (
            link INTEGER NOT NULL,
            grain INTEGER NOT NULL,
            dimension INTEGER NOT NULL,
            start INTEGER NOT NULL,
            key INTEGER NOT NULL,
            \(counts),
            PRIMARY KEY (link, grain, dimension, start, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE ripeness (
            link INTEGER PRIMARY KEY,
            fresh INTEGER NOT NULL,
            day INTEGER NOT NULL,
            month INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX ripe ON ripeness (day) WHERE fresh >= \(Limits.ripeRowsMin);
        ALTER TABLE watermark ADD COLUMN corrections INTEGER NOT NULL DEFAULT 0;
        UPDATE watermark SET event = 0;
        DELETE FROM visitors;
        DROP VIEW eventFacts;
        CREATE VIEW eventFacts AS SELECT
            events.id, at, link, traits & 15 AS kind, traits >> 4 & 15 AS reason,
            traits >> 8 & 3 AS agentKind, traits >> 10 & 7 AS os, traits >> 13 & 1 AS inApp,
            traits >> 14 & 63 AS platform, traits >> 20 & 15 AS botClass, country, visitor,
            variant, agents.text AS agent, referrers.text AS referrer, channels.text AS channel
        FROM events LEFT JOIN agents ON agents.id = agent
            LEFT JOIN referrers ON referrers.id = referrer
            LEFT JOIN channels ON channels.id = channel;

        """

    /// What former versions kept as rows of `facts` for days and months is settled anew, and goes as that comes along.
    static let packs = """
        CREATE TABLE packs (
            id INTEGER PRIMARY KEY,
            link INTEGER NOT NULL,
            grain INTEGER NOT NULL,
            start INTEGER NOT NULL,
            part INTEGER NOT NULL,
            rows BLOB NOT NULL,
            UNIQUE (link, grain, start, part)
        ) STRICT;
        ALTER TABLE ripeness ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
        UPDATE ripeness SET fresh = max(fresh, \(Limits.ripeRowsMin)), day = 0, month = 0 WHERE day > 0;

        """

    private static let counts =
        CountColumns.names.map { "\($0) INTEGER NOT NULL" }.joined(separator: ",\n    ")
}
