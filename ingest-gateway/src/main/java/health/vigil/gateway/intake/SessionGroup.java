package health.vigil.gateway.intake;

import health.vigil.kit.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateways as a consumer group that shares out MQTT sessions as Kafka shares out partitions.
///
/// A gateway that has partition *p* of the topic connects session *p*. When the partition is taken away from it, it
/// gives the session up in good order before the next gateway may have it. When the group has expelled it, it drops the
/// session: somebody else has it by then. A gateway that dies is expelled after [#SESSION], and its sessions, with all
/// that waits in them, go to the others.
final class SessionGroup implements Membership, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionGroup.class);
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final MqttSettings mqtt;
    private final KafkaSettings kafka;
    private final Broker broker;
    private final Map<Integer, MqttSession> sessions = new ConcurrentSkipListMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("mqtt-sessions").unstarted(this::run);
    private final RetiredSessions retired;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private volatile @Nullable String problem = "not in the group of gateways yet";

    /// Answers of consumers before the present one.
    private volatile long earlierAnswers;

    private volatile long heeded;

    SessionGroup(MqttSettings mqtt, KafkaSettings kafka, Broker broker) {
        this.mqtt = mqtt;
        this.kafka = kafka;
        this.broker = broker;
        this.retired = new RetiredSessions(mqtt, broker);
    }

    SessionGroup start() {
        thread.start();
        return this;
    }

    /// What is wrong with this gateway's part. A gateway without a session stands by, and is well.
    Optional<String> problem() {
        return Optional.ofNullable(problem).or(() -> sessions.values().stream()
                .flatMap(session -> session.problem().stream())
                .findFirst());
    }

    /// How many sessions are connected here.
    long connected() {
        return sessions.values().stream().filter(MqttSession::isConnected).count();
    }

    @Override
    public long answers() {
        var present = consumer;
        return present == null ? earlierAnswers : earlierAnswers + heartbeats(present);
    }

    @Override
    public boolean isConfirmedSince(long answers) {
        return heeded > answers;
    }

    private static long heartbeats(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("heartbeat-total"))
                .mapToLong(metric -> metric.metricValue() instanceof Double count ? count.longValue() : 0)
                .sum();
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try {
                    takePart();
                } catch (WakeupException _) {
                    LOG.debug("woken up to stop");
                } catch (RuntimeException failure) {
                    problem = "not in the group of gateways: " + failure.getMessage();
                    LOG.atWarn().setCause(failure).log("the group of gateways failed, trying again");
                }
                closing.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            end(List.copyOf(sessions.keySet()), MqttSession::drop);
        }
    }

    private void takePart() throws InterruptedException {
        var partitions = SessionTopic.prepare(kafka, mqtt.sessions());
        var member = new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer = member;
        try {
            member.subscribe(List.of(SessionTopic.NAME), new Shares());
            while (closing.getCount() > 0) {
                // Counted before the poll, which acts on what the group had answered by then.
                var answered = answers();
                member.poll(POLL);
                heeded = answered;
                retired.tend(sessions.get(0), partitions);
            }
        } finally {
            earlierAnswers = answers();
            consumer = null;
            retired.stop();
            // Gives the sessions up in good order, too.
            member.close(CloseOptions.timeout(SESSION.dividedBy(4)));
        }
    }

    private Map<String, Object> properties() {
        var properties = new HashMap<>(kafka.client());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, mqtt.clientId());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, mqtt.clientId());
        // Leaves where they are the sessions that need not move.
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int)
                SESSION.dividedBy(4).toMillis());
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        return properties;
    }

    private final class Shares implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.stream()
                    .map(TopicPartition::partition)
                    // Those above are the retired ones.
                    .filter(session -> session < mqtt.sessions())
                    .forEach(SessionGroup.this::open);
            problem = null;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            end(numbers(partitions), MqttSession::release);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            problem = "not in the group of gateways";
            LOG.warn("expelled from the group of gateways");
            end(numbers(partitions), MqttSession::drop);
        }

        private static List<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).toList();
        }
    }

    private void open(int number) {
        sessions.computeIfAbsent(
                number, _ -> new MqttSession(mqtt.clientId(number), broker, this, mqtt.pulseEvery()).start());
    }

    private interface End {
        void end(MqttSession session) throws InterruptedException;
    }

    /// All at the same time, so that it lasts no longer than one. Returns when it is done.
    private void end(List<Integer> numbers, End end) {
        if (numbers.contains(0)) {
            retired.stop();
        }
        try (var ending = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var number : new ArrayList<>(numbers)) {
                var session = sessions.remove(number);
                if (session != null) {
                    var _ = ending.submit(() -> {
                        end.end(session);
                        return session;
                    });
                }
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        var present = consumer;
        if (present != null) {
            present.wakeup();
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
