package health.vigil.stream.projection;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The topics that the projection writes, read from their beginning without a group, so that nobody else notices.
final class ProjectedTopics implements AutoCloseable {

    private static final List<Topic<?>> TOPICS =
            List.of(Topics.READINGS, Topics.SUMMARIES, Topics.HELD, Topics.REJECTED);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MOST_RECORDS = 4000;

    /// Does the work of a batch.
    @FunctionalInterface
    interface Handler {
        void handle(ProjectionBatch batch) throws SQLException;
    }

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Wire wire;
    private long read;

    ProjectedTopics(KafkaSettings kafka, Wire wire) {
        this.wire = wire;
        var properties = new HashMap<>(kafka.client());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "vigil-rebuild");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /// Goes on to what is the end now.
    void readToEnd(Handler handler, Rebuild.Progress progress) throws SQLException {
        var end = consumer.endOffsets(partitions);
        var open = open(end);
        while (open > 0) {
            var records = consumer.poll(POLL);
            read += records.count();
            var batch = new ProjectionBatch();
            records.records(Topics.READINGS.name())
                    .forEach(record -> batch.add(decode(Topics.READINGS, record.value())));
            records.records(Topics.SUMMARIES.name())
                    .forEach(record -> batch.add(decode(Topics.SUMMARIES, record.value())));
            records.records(Topics.HELD.name())
                    .forEach(record -> batch.add(decode(Topics.HELD, record.value()), record.value()));
            records.records(Topics.REJECTED.name())
                    .forEach(record -> batch.add(decode(Topics.REJECTED, record.value())));
            handler.handle(batch);
            open = open(end);
            progress.read(read, read + open);
        }
    }

    /// Offsets that are still to be passed: more than records, since transactions take some.
    private long open(Map<TopicPartition, Long> end) {
        return end.entrySet().stream()
                .mapToLong(entry -> Math.max(0, entry.getValue() - consumer.position(entry.getKey())))
                .sum();
    }

    private <V extends SpecificRecord> V decode(Topic<V> topic, byte[] value) {
        return wire.deserializer(topic).deserialize(topic.name(), value);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
