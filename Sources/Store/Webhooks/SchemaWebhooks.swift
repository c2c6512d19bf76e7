// What the database holds of webhooks.
//
//   webhooks     an address, the bits of the kinds it hears of (Webhook.Kind.bit), its secret under the vault's seal.
//                nextAt is when it may be tried, or the end of a lease. queued counts its waiting deliveries, dropped
//                the events for which its queue had no room
//   deliveries   one event for one webhook: what it is about, no text and no address. Written by the triggers below,
//                so in the transaction that makes the event, and only where an active webhook wants to hear of it
//   webhookWork  one row: the id of the newest event; how far releases (releasedAt, then releasedLink) and clicks
//                (clickEvent, counted at clicksAt) have been looked at, NULL before the first look
//
// `facts` is JSON of what the event was, where the row it is about will not say so any more (presave.…,
// click.batch); '' elsewhere. One link.updated that nobody has taken yet speaks for all later changes too.
import Smartlink

extension Schema {
    static let webhooks =
        webhookTables + queueTriggers + linkTriggers + saveTriggers + subscriberTriggers

    private static let webhookTables = """
        CREATE TABLE webhooks (
            id INTEGER PRIMARY KEY,
            account INTEGER NOT NULL REFERENCES accounts,
            url TEXT NOT NULL,
            kinds INTEGER NOT NULL,
            sealed BLOB NOT NULL,
            state TEXT NOT NULL,
            nextAt INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            queued INTEGER NOT NULL,
            dropped INTEGER NOT NULL,
            createdAt INTEGER NOT NULL,
            deliveredAt INTEGER,
            lastStatus INTEGER,
            failingSince INTEGER
        ) STRICT;
        CREATE INDEX webhooksByAccount ON webhooks (account);
        CREATE INDEX webhooksDue ON webhooks (nextAt) WHERE state = 'active' AND queued > 0;
        CREATE TABLE deliveries (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            webhook INTEGER NOT NULL REFERENCES webhooks ON DELETE CASCADE,
            event TEXT NOT NULL,
            kind TEXT NOT NULL,
            link INTEGER NOT NULL,
            subject INTEGER NOT NULL,
            facts TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            nextAt INTEGER NOT NULL,
            createdAt INTEGER NOT NULL,
            takenAt INTEGER,
            status INTEGER,
            error TEXT,
            endedAt INTEGER
        ) STRICT;
        CREATE INDEX deliveriesByWebhook ON deliveries (webhook, id);
        CREATE INDEX deliveriesDue ON deliveries (webhook, nextAt) WHERE state = 'queued';
        CREATE INDEX deliveriesWaiting ON deliveries (createdAt) WHERE state = 'queued';
        CREATE INDEX deliveriesEnded ON deliveries (endedAt) WHERE endedAt IS NOT NULL;
        CREATE INDEX deliveriesFresh ON deliveries (link, kind, subject)
            WHERE state = 'queued' AND takenAt IS NULL;
        CREATE INDEX deliveriesReleased ON deliveries (link) WHERE kind = 'link.released';
        CREATE TABLE webhookWork (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            event TEXT NOT NULL,
            releasedAt INTEGER,
            releasedLink INTEGER NOT NULL,
            clickEvent INTEGER,
            clicksAt INTEGER
        ) STRICT;
        INSERT INTO webhookWork VALUES (1, '', NULL, 0, NULL, NULL);
        CREATE INDEX linksByRelease ON links (releaseAt, id) WHERE releaseAt IS NOT NULL;

        """

    private static let queueTriggers = """
        CREATE TRIGGER deliveryQueued AFTER INSERT ON deliveries WHEN NEW.state = 'queued' BEGIN
            UPDATE webhooks SET queued = queued + 1 WHERE id = NEW.webhook;
        END;
        CREATE TRIGGER deliveryEnded AFTER UPDATE OF state ON deliveries
            WHEN OLD.state = 'queued' AND NEW.state <> 'queued' BEGIN
            UPDATE webhooks SET queued = queued - 1 WHERE id = NEW.webhook;
        END;
        CREATE TRIGGER deliveryErased AFTER DELETE ON deliveries WHEN OLD.state = 'queued' BEGIN
            UPDATE webhooks SET queued = queued - 1 WHERE id = OLD.webhook;
        END;

        """

    private static let linkTriggers =
        trigger(
            .linkCreated, "linkCreatedTold", after: "INSERT ON links",
            account: "NEW.account", link: "NEW.id", at: "NEW.createdAt")
        + trigger(
            .linkUpdated, "linkUpdatedTold", after: "UPDATE OF version ON links",
            when: "NEW.version <> OLD.version AND",
            account: "NEW.account", link: "NEW.id", at: "NEW.updatedAt",
            unless: """
                AND NOT EXISTS (SELECT 1 FROM deliveries AS fresh
                    WHERE fresh.link = NEW.id AND fresh.kind = 'link.updated'
                        AND fresh.subject = 0 AND fresh.webhook = webhooks.id
                        AND fresh.state = 'queued' AND fresh.takenAt IS NULL)
                """)
        // Moved into the past by hand; what time brings, noteReleases sees.
        + trigger(
            .linkReleased, "linkReleasedTold", after: "UPDATE OF releaseAt ON links",
            when: """
                OLD.releaseAt > NEW.updatedAt AND NEW.isDisabled = 0
                AND (NEW.releaseAt IS NULL OR NEW.releaseAt <= NEW.updatedAt) AND
                """,
            account: "NEW.account", link: "NEW.id", at: "NEW.updatedAt")

    private static let saveTriggers =
        trigger(
            .presaveQueued, "saveQueuedTold", after: "INSERT ON saves",
            when: "NEW.state = 'queued' AND", account: accountOfLink, link: "NEW.link",
            subject: "NEW.id", facts: saveFacts, at: "NEW.createdAt")
        + trigger(
            .presaveDelivered, "saveDeliveredTold", after: "UPDATE OF state ON saves",
            when: "NEW.state IN ('saved', 'reminded') AND OLD.state <> NEW.state AND",
            account: accountOfLink, link: "NEW.link", subject: "NEW.id", facts: saveFacts,
            at: saveEnd)
        + trigger(
            .presaveFailed, "saveFailedTold", after: "UPDATE OF state ON saves",
            when: "NEW.state IN ('failed', 'expired') AND OLD.state <> NEW.state AND",
            account: accountOfLink, link: "NEW.link", subject: "NEW.id", facts: saveFacts,
            at: saveEnd)
            // A reminder whose address is gone is corrected in the transaction that settled it.
            + """
            CREATE TRIGGER saveCorrected AFTER UPDATE OF state ON saves
                WHEN OLD.state = 'reminded' AND NEW.state <> 'reminded' BEGIN
                DELETE FROM deliveries WHERE link = NEW.link AND kind = 'presave.delivered'
                    AND subject = NEW.id AND state = 'queued' AND takenAt IS NULL;
            END;

            """

    private static let subscriberTriggers = trigger(
        .subscriberConfirmed, "subscriberConfirmedTold",
        after: "UPDATE OF confirmedAt ON subscriptions",
        when: """
            OLD.confirmedAt IS NULL AND NEW.confirmedAt IS NOT NULL AND NEW.purpose = 'news' AND
            """,
        account: accountOfLink, link: "NEW.link", subject: "NEW.id", at: "NEW.confirmedAt")

    private static let accountOfLink = "(SELECT account FROM links WHERE id = NEW.link)"
    private static let saveEnd = "coalesce(NEW.endedAt, NEW.nextAt)"
    private static let saveFacts = """
        json_object('platform', NEW.platform, 'mode', NEW.mode, 'state', NEW.state,
            'reason', nullif(NEW.reason, ''))
        """

    /// Writes a delivery to every webhook that wants to hear of `kind`.
    private static func trigger(
        _ kind: Webhook.Kind, _ name: String, after change: String, when: String = "",
        account: String, link: String, subject: String = "0", facts: String = "''", at: String,
        unless: String = ""
    ) -> String {
        let wanting = """
            webhooks WHERE account = \(account) AND state = 'active' AND kinds & \(kind.bit) <> 0
            """
        return """
            CREATE TRIGGER \(name) AFTER \(change)
                WHEN \(when) EXISTS (SELECT 1 FROM \(wanting)) BEGIN
                \(newEvent);
                UPDATE webhooks SET dropped = dropped + 1 WHERE id IN (
                    SELECT id FROM \(wanting) AND queued >= \(WebhookLimits.queuedMax) \(unless));
                INSERT INTO deliveries (webhook, event, kind, link, subject, facts, state, attempts,
                    nextAt, createdAt)
                SELECT id, (SELECT event FROM webhookWork), '\(kind.rawValue)', \(link), \(subject),
                    \(facts), 'queued', 0, \(at), \(at)
                FROM \(wanting) AND queued < \(WebhookLimits.queuedMax) \(unless);
            END;

            """
    }

    /// The webhooks of an account share an event's id.
    static let newEvent =
        "UPDATE webhookWork SET event = 'evt_' || lower(hex(randomblob(12)))"
}
