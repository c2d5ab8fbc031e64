package health.vigil.kit.kafka;

import health.vigil.schemas.wire.Topic;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads topics from their beginning without a group, so that nobody else notices.
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MOST_RECORDS = 4000;

    /// Does the work of a batch.
    @FunctionalInterface
    public interface Handler {
        void handle(ConsumerRecords<byte[], byte[]> records) throws SQLException;
    }

    /// Told while it goes on.
    @FunctionalInterface
    public interface Progress {

        /// Says how many records were read, and about how many there are.
        void read(long records, long total);
    }

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Progress progress;
    private long read;

    public TopicReader(KafkaSettings kafka, String clientId, List<Topic<?>> topics, Progress progress) {
        this.progress = progress;
        var properties = new HashMap<>(kafka.client());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /// Goes on to what is the end now.
    public void readToEnd(Handler handler) throws SQLException {
        var end = consumer.endOffsets(partitions);
        var open = open(end);
        while (open > 0) {
            var records = consumer.poll(POLL);
            read += records.count();
            handler.handle(records);
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

    @Override
    public void close() {
        consumer.close();
    }
}
