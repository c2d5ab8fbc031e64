package health.vigil.kit.kafka;

import health.vigil.schemas.wire.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands committed records to a handler, batch by batch, on a thread of its own.
///
/// The delivery contract: offsets are committed only after the handler has returned, so the handler commits its own
/// work (the database) first. When the handler fails, nothing is committed, and the same records come again after a
/// pause, for as long as it takes: a record is never skipped. After a crash, a rebalance or a failed commit the last
/// records come again too, so the handler must be idempotent. On close the running batch is finished first.
public final class BatchConsumer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /// Does the work of a batch; throws when it could not be done.
    @FunctionalInterface
    public interface Handler {
        void handle(ConsumerRecords<byte[], byte[]> records) throws SQLException;
    }

    private final String group;
    private final Map<String, Object> properties;
    private final MeterRegistry meters;
    private final List<Topic<?>> topics;
    private final Handler handler;
    private final Positions positions;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private Duration pause = Duration.ZERO;
    private volatile @Nullable String problem;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> current;

    public BatchConsumer(
            KafkaSettings settings,
            String group,
            List<Topic<?>> topics,
            int mostRecords,
            MeterRegistry meters,
            Handler handler) {
        this(settings, group, topics, mostRecords, meters, handler, Positions.AS_COMMITTED);
    }

    /// @param positions where to begin, in place of what the group has committed
    public BatchConsumer(
            KafkaSettings settings,
            String group,
            List<Topic<?>> topics,
            int mostRecords,
            MeterRegistry meters,
            Handler handler,
            Positions positions) {
        this.group = group;
        this.positions = positions;
        this.topics = topics;
        this.handler = handler;
        this.meters = meters;
        this.properties = new HashMap<>(settings.client());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // How long a killed member keeps its partitions from its successor.
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int)
                SESSION.dividedBy(4).toMillis());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostRecords);
        this.thread = Thread.ofPlatform().name(group).unstarted(this::run);
    }

    public BatchConsumer start() {
        thread.start();
        return this;
    }

    /// Why the last batch is not done yet; it is tried again.
    public Optional<String> problem() {
        return thread.isAlive() ? Optional.ofNullable(problem) : Optional.of("the consumer has stopped");
    }

    /// What no waiting mends.
    public Optional<String> failure() {
        return thread.isAlive() ? Optional.empty() : Optional.of("the consumer has stopped; restart");
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try {
                    consume();
                } catch (WakeupException _) {
                    LOG.atDebug().addKeyValue("group", group).log("woken up to stop");
                } catch (KafkaException | IllegalStateException failure) {
                    problem = "Kafka: " + failure.getMessage();
                    LOG.atError()
                            .addKeyValue("group", group)
                            .setCause(failure)
                            .log("the consumer failed, trying again");
                    closing.await(LONGEST_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void consume() throws InterruptedException {
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var clientMetrics = new KafkaClientMetrics(consumer)) {
            clientMetrics.bindTo(meters);
            current = consumer;
            consumer.subscribe(topics.stream().map(Topic::name).toList(), new Beginning(consumer));
            while (closing.getCount() > 0) {
                pollOnce(consumer);
            }
        } finally {
            current = null;
        }
    }

    private final class Beginning implements ConsumerRebalanceListener {

        private final KafkaConsumer<byte[], byte[]> consumer;

        Beginning(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            positions.of(consumer, partitions).forEach(consumer::seek);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // What was handled is committed already.
        }
    }

    private void pollOnce(KafkaConsumer<byte[], byte[]> consumer) throws InterruptedException {
        var records = consumer.poll(POLL);
        if (records.isEmpty()) {
            return;
        }
        try {
            handler.handle(records);
        } catch (RuntimeException | SQLException failure) {
            tryAgain(consumer, records, failure);
            return;
        }
        pause = Duration.ZERO;
        problem = null;
        commit(consumer, records);
    }

    private void tryAgain(
            KafkaConsumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records, Exception failure)
            throws InterruptedException {
        problem = "a batch failed and is tried again: " + failure.getClass().getSimpleName();
        LOG.atWarn()
                .addKeyValue("group", group)
                .addKeyValue("records", records.count())
                .setCause(failure)
                .log("a batch failed, trying again");
        for (var partition : records.partitions()) {
            consumer.seek(partition, records.records(partition).getFirst().offset());
        }
        pause = pause.isZero() ? Duration.ofMillis(100) : pause.multipliedBy(2);
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
        closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void commit(KafkaConsumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> offsets = records.nextOffsets();
        try {
            consumer.commitSync(offsets);
        } catch (WakeupException _) {
            // Asked to stop just now: finish this commit first.
            consumer.commitSync(offsets);
        } catch (KafkaException failure) {
            // E.g. the partition has gone to another member: the same records come to it again.
            LOG.atWarn().addKeyValue("group", group).setCause(failure).log("offsets were not committed");
        }
    }

    @Override
    public void close() {
        closing.countDown();
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
