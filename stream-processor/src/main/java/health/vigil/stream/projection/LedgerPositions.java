package health.vigil.stream.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// Up to where the records of the gateway's topics are counted.
///
/// The row of a partition stays locked until the transaction ends. So when a partition goes from one instance to
/// another, and the first is still at its last batch, the second waits, and then sees what the first counted.
final class LedgerPositions {

    private final Connection connection;

    LedgerPositions(Connection connection) {
        this.connection = connection;
    }

    /// Moves to the ends of a batch, never back.
    ///
    /// @param ends the offset after the last record of each partition; every caller has them in the same order
    /// @return the first offset that was not counted, by partition
    Map<TopicPartition, Long> advance(Map<TopicPartition, Long> ends) throws SQLException {
        var before = new HashMap<TopicPartition, Long>();
        for (var end : ends.entrySet()) {
            var counted = locked(end.getKey());
            before.put(end.getKey(), counted);
            if (end.getValue() > counted) {
                move(end.getKey(), end.getValue());
            }
        }
        return before;
    }

    private long locked(TopicPartition partition) throws SQLException {
        var sql = """
                insert into vitals.ledger_position as known (topic, partition, next_offset) values (?, ?, 0)
                on conflict (topic, partition) do update set next_offset = known.next_offset
                returning next_offset
                """;
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, partition.topic());
            statement.setInt(2, partition.partition());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void move(TopicPartition partition, long next) throws SQLException {
        var sql = "update vitals.ledger_position set next_offset = ? where topic = ? and partition = ?";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setLong(1, next);
            statement.setString(2, partition.topic());
            statement.setInt(3, partition.partition());
            statement.executeUpdate();
        }
    }
}
