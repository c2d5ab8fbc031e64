package health.vigil.stream.projection;

import java.util.ArrayList;
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

    private record Place(UUID topicId, int partition) {}

    /// Notes that these records are taken, and gives those that were not before. To be called first in the transaction
    /// that writes them; another one with the same partitions waits for its end.
    ConsumerRecords<byte[], byte[]> take(Handle handle, ConsumerRecords<byte[], byte[]> records) {
        var ends = new HashMap<Place, Long>();
        for (var partition : records.partitions()) {
            ends.put(place(partition), records.records(partition).getLast().offset() + 1);
        }
        var taken = take(handle, ends);
        var fresh = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
        for (var partition : records.partitions()) {
            var from = taken.getOrDefault(place(partition), 0L);
            fresh.put(
                    partition,
                    records.records(partition).stream()
                            .filter(record -> record.offset() >= from)
                            .toList());
        }
        return new ConsumerRecords<>(fresh, records.nextOffsets());
    }

    private Place place(TopicPartition partition) {
        return new Place(Objects.requireNonNull(topicIds.get(partition.topic())), partition.partition());
    }

    /// Gives the first offsets that were not taken before.
    private static Map<Place, Long> take(Handle handle, Map<Place, Long> ends) {
        // In one order, so that two instances cannot wait for one another.
        var places = new ArrayList<>(ends.keySet());
        places.sort(Comparator.comparing(Place::topicId).thenComparingInt(Place::partition));
        var topics = places.stream().map(Place::topicId).toArray(UUID[]::new);
        var partitions = places.stream().map(Place::partition).toArray(Integer[]::new);
        handle.execute("""
                insert into vitals.projection_progress select *, 0 from unnest(?, ?) on conflict do nothing
                """, topics, partitions);
        var taken = new HashMap<Place, Long>();
        handle.select("""
                        select topic_id, partition, next_offset
                        from vitals.projection_progress join unnest(?, ?) as asked (topic_id, partition)
                            using (topic_id, partition)
                        order by topic_id, partition for update of projection_progress
                        """, topics, partitions)
                .map((row, _) -> Map.entry(
                        new Place(row.getObject("topic_id", UUID.class), row.getInt("partition")),
                        row.getLong("next_offset")))
                .forEach(entry -> taken.put(entry.getKey(), entry.getValue()));
        handle.execute("""
                update vitals.projection_progress as known set next_offset = greatest(known.next_offset, asked.next)
                from unnest(?, ?, ?) as asked (topic_id, partition, next)
                where known.topic_id = asked.topic_id and known.partition = asked.partition
                """, topics, partitions, places.stream().map(ends::get).toArray(Long[]::new));
        return taken;
    }
}
