package health.vigil.local.bench;

import health.vigil.schemas.wire.Topic;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/// How far topics are written and read. All have the same number of partitions.
final class KafkaProgress {

    static final String STREAMS = "vigil-stream";
    static final String PROJECTION = "vigil-projection";

    private final Admin admin;

    KafkaProgress(Admin admin) {
        this.admin = admin;
    }

    /// How many records a topic has, with the marks of transactions.
    long written(String topic) throws ExecutionException, InterruptedException {
        return ends(topic).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(String topic)
            throws ExecutionException, InterruptedException {
        var partitions = IntStream.range(0, BareParts.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
        return admin.listOffsets(partitions).all().get();
    }

    /// How many records of a topic the group has done, and committed.
    long read(String group, Topic<?> topic) throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic.name()))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    /// Whether the group has done, and committed, all of these topics: upstream ones first, since what it does with
    /// them may be the input of the others.
    boolean isRead(String group, Topic<?>... topics) throws ExecutionException, InterruptedException {
        for (var topic : Arrays.asList(topics)) {
            var ends = ends(topic.name());
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            for (var end : ends.entrySet()) {
                var read = committed.get(end.getKey());
                if (end.getValue().offset() > (read == null ? 0 : read.offset())) {
                    return false;
                }
            }
        }
        return true;
    }
}
