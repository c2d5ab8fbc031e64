package health.vigil.stream.projection;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;

/// How far the projection has come, kept with its rows.
///
/// Kafka's offsets alone do not keep out an instance that hangs after it has taken a batch, is replaced by another, and
/// then writes what the other has written newer things over. Here whoever is later in a partition wins.
///
/// @param topicIds by name: a topic that was made anew begins anew
record Progress(Map<String, UUID> topicIds) {

    /// Notes that these records are taken, and gives those that were not before. To be called first in the transaction
    /// that writes them; another one with the same partitions waits for its end.
    ConsumerRecords<byte[], byte[]> take(Handle handle, ConsumerRecords<byte[], byte[]> records) {
        var fresh = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
        // In one order, so that two instances cannot wait for one another.
        var partitions = records.partitions().stream()
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
                .toList();
        for (var partition : partitions) {
            var batch = records.records(partition);
            var from = take(handle, partition, batch.getLast().offset() + 1);
            fresh.put(
                    partition,
                    batch.stream().filter(record -> record.offset() >= from).toList());
        }
        return new ConsumerRecords<>(fresh, records.nextOffsets());
    }

    /// Gives the first offset that was not taken before.
    private long take(Handle handle, TopicPartition partition, long next) {
        var topic = Objects.requireNonNull(topicIds.get(partition.topic()));
        handle.execute(
                "insert into vitals.projection_progress values (?, ?, 0) on conflict do nothing",
                topic,
                partition.partition());
        var from = handle.createQuery("""
                        select next_offset from vitals.projection_progress
                        where topic_id = :topic and partition = :partition for update
                        """)
                .bind("topic", topic)
                .bind("partition", partition.partition())
                .mapTo(Long.class)
                .one();
        handle.createUpdate("""
                        update vitals.projection_progress set next_offset = greatest(next_offset, :next)
                        where topic_id = :topic and partition = :partition
                        """)
                .bind("next", next)
                .bind("topic", topic)
                .bind("partition", partition.partition())
                .execute();
        return from;
    }
}
