package health.vigil.stream;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.wire.Wire;
import health.vigil.stream.attribution.Attribution;
import health.vigil.stream.evaluation.Backlog;
import health.vigil.stream.evaluation.Evaluating;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the topology with exactly-once processing: state, outputs and input offsets of a step are committed together,
/// or not at all. With at-least-once, a crash could leave a reading in the store whose alert was never published.
public final class StreamProcessor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamProcessor.class);
    private static final String APPLICATION = "vigil-stream";
    // Only the ledgers' stores have a cache.
    private static final long LEDGER_CACHE = 4L << 20;
    private static final int SESSION_MILLIS = 8_000;
    // What a thread has taken it does before it looks for more: so a dangerous reading waits for that much at most.
    private static final int TAKEN_AT_ONCE = 250;
    private static final int BYTES_OF_A_PARTITION = 64 << 10;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(3);

    private final KafkaStreams streams;
    private final KafkaStreamsMetrics streamsMetrics;

    private StreamProcessor(Topology topology, Properties properties, Telemetry telemetry) {
        this.streams = new KafkaStreams(topology, properties);
        this.streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(telemetry.meters());
        streams.setUncaughtExceptionHandler(failure -> {
            LOG.atError().setCause(failure).log("a stream thread failed and is replaced");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    }

    /// The topology as a pure function of the wire format: the same in production and in tests.
    ///
    /// @param backlog what of the topics is still to be read
    public static Topology topology(Wire wire, MeterRegistry meters, Backlog backlog) {
        var topology = new Topology();
        Attribution.addTo(topology, wire, meters);
        Evaluating.addTo(topology, wire, meters, backlog);
        return topology;
    }

    public static void start(
            StreamsSettings settings, KafkaSettings kafka, Wire wire, Telemetry telemetry, Lifecycle lifecycle) {
        var backlog = new ConsumerBacklog();
        var topology = topology(wire, telemetry.meters(), backlog);
        var processor = new StreamProcessor(topology, properties(settings, kafka), telemetry);
        backlog.of(processor.streams);
        telemetry.health().readiness("streams", processor::problem);
        telemetry.health().liveness("stream-threads", processor::failure);
        processor.streams.start();
        lifecycle.started("stream-processor", processor);
    }

    private static Properties properties(StreamsSettings settings, KafkaSettings kafka) {
        var properties = new Properties();
        properties.putAll(kafka.client());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().toMillis());
        // A thread that waits for input commits nothing: by default it waits up to 100 ms.
        properties.put(StreamsConfig.POLL_MS_CONFIG, settings.commitInterval().toMillis());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, LEDGER_CACHE);
        properties.put(
                StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) kafka.topics().replication());
        properties.put(
                StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG),
                Integer.toString(Math.max(1, kafka.topics().replication() - 1)));
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), TAKEN_AT_ONCE);
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                BYTES_OF_A_PARTITION);
        // How long an instance that died keeps its partitions from the others, and the readings that it was about to
        // commit from everybody: for them the broker looks only now and then.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MILLIS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), SESSION_MILLIS / 4);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), SESSION_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        if (!settings.instanceId().isEmpty()) {
            properties.put(
                    StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), settings.instanceId());
        }
        return properties;
    }

    private Optional<String> problem() {
        return switch (streams.state()) {
            case RUNNING -> Optional.empty();
            case CREATED, REBALANCING -> Optional.of("getting its partitions and state");
            case PENDING_SHUTDOWN, NOT_RUNNING -> Optional.of("stopped");
            case PENDING_ERROR, ERROR -> Optional.of("failed; see the log");
        };
    }

    /// What no waiting mends.
    private Optional<String> failure() {
        return streams.state().hasCompletedShutdown() ? Optional.of("stopped or failed; restart") : Optional.empty();
    }

    @Override
    public void close() {
        streamsMetrics.close();
        if (!streams.close(STOP_WITHIN)) {
            LOG.error("Kafka Streams did not stop in time");
        }
    }
}
