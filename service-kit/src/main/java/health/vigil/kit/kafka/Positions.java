package health.vigil.kit.kafka;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Where a consumer begins to read partitions that it was just given.
@FunctionalInterface
public interface Positions {

    /// Leaves it to what the group has committed.
    Positions AS_COMMITTED = (_, _) -> Map.of();

    Map<TopicPartition, Long> of(Consumer<?, ?> consumer, Collection<TopicPartition> partitions);

    /// The first record of each partition that has that time or a later one; its end where there is none.
    static Map<TopicPartition, Long> since(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Instant since) {
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        var positions = new HashMap<>(consumer.endOffsets(partitions));
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                positions.put(partition, found.offset());
            }
        });
        return positions;
    }
}
