import GRDB
import Ports
import Vocabulary

extension LedgerRows {
    static func removeEnded(
        deliveredBefore: WallTime, deadBefore: WallTime, limit: Int, in database: Database
    ) throws(StoreError) -> Int {
        var count = 0
        for (phase, before) in [("delivered", deliveredBefore), ("dead", deadBefore)] {
            let statement = try RawStatement(
                """
                DELETE FROM delivery WHERE number IN (SELECT number FROM delivery
                    WHERE phase = ?1 AND ended_at < ?2 AND ended_at IS NOT NULL LIMIT ?3)
                """, database)
            statement.bind(1, phase)
            statement.bind(2, before.milliseconds)
            statement.bind(3, Int64(limit - count))
            try statement.run("removing old deliveries")
            count += database.changesCount
            if count >= limit { break }
        }
        if count > 0 { try recountDead(in: database) }
        return count
    }

    static func erase(
        _ conversation: ConversationID, in database: Database
    ) throws(StoreError) -> Int {
        let counts = try RawStatement(
            """
            UPDATE endpoint SET
                waiting_count = waiting_count - (SELECT count(*) FROM delivery
                    WHERE endpoint = endpoint.number AND conversation = ?1 AND ended_at IS NULL),
                dead_count = dead_count - (SELECT count(*) FROM delivery
                    WHERE endpoint = endpoint.number AND conversation = ?1 AND phase = 'dead')
            """, database)
        counts.bind(1, conversation.number)
        try counts.run("counting a conversation's deliveries")
        let statement = try RawStatement(
            """
            DELETE FROM delivery WHERE number IN (SELECT delivery.number FROM endpoint
                JOIN delivery ON delivery.endpoint = endpoint.number
                    AND delivery.conversation = ?1)
            """, database)
        statement.bind(1, conversation.number)
        try statement.run("erasing a conversation's deliveries")
        return database.changesCount
    }

    private static func recountDead(in database: Database) throws(StoreError) {
        let statement = try RawStatement(
            """
            UPDATE endpoint SET dead_count = (SELECT count(*) FROM delivery INDEXED BY delivery_ended
                WHERE phase = 'dead' AND ended_at IS NOT NULL AND endpoint = endpoint.number)
            WHERE dead_count > 0
            """, database)
        try statement.run("counting dead letters")
    }
}
