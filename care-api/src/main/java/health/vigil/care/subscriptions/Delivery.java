package health.vigil.care.subscriptions;

import health.vigil.care.fhir.ToldReading;
import health.vigil.kit.kafka.BatchConsumer;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Positions;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Tells one subscriber of what the topic of readings says, from its cursor on.
///
/// A patient's records are delivered in their order, each once the one before was taken; different patients' at the
/// same time. What was not taken is tried again for as long as it takes, and the cursor stays before it. What may have
/// been
/// taken is sent again after a crash: an Observation is put under its id, so twice is as good as once.
final class Delivery implements AutoCloseable {

    private static final int MOST_RECORDS = 200;
    private static final int AT_ONCE = 8;
    private static final String STOPPING = "stopping";

    private final Subscription subscription;
    private final Subscriptions subscriptions;
    private final Subscriber subscriber;
    private final Function<UUID, Optional<Predicate<UUID>>> reach;
    private final ToldReading.Zones zones;
    private final Function<byte[], PatientReading> reader;
    private final BatchConsumer consumer;
    // Of the batch that is being delivered, which comes again as long as a part of it was not taken.
    private final Set<Message> taken = new HashSet<>();
    private volatile @Nullable ExecutorService sending;
    private final CountDownLatch closing = new CountDownLatch(1);

    private record Message(TopicPartition partition, long offset) {}

    private record Notice(Message message, Instant at, PatientReading reading) {}

    Delivery(
            Subscription subscription,
            Subscriptions subscriptions,
            Subscriber subscriber,
            Function<UUID, Optional<Predicate<UUID>>> reach,
            ToldReading.Zones zones,
            KafkaSettings kafka,
            Wire wire,
            MeterRegistry meters) {
        this.subscription = subscription;
        this.subscriptions = subscriptions;
        this.subscriber = subscriber;
        this.reach = reach;
        this.zones = zones;
        var deserializer = wire.deserializer(Topics.READINGS);
        this.reader = bytes -> deserializer.deserialize(Topics.READINGS.name(), bytes);
        this.consumer = new BatchConsumer(
                kafka,
                "vigil-subscription-%s-%d".formatted(subscription.subscriptionId(), subscription.generation()),
                List.of(Topics.READINGS),
                MOST_RECORDS,
                meters,
                this::deliver,
                this::positions);
    }

    Delivery start() {
        consumer.start();
        return this;
    }

    Subscription subscription() {
        return subscription;
    }

    /// Where the cursor is, and otherwise by the time since when it is to be told.
    private Map<TopicPartition, Long> positions(Consumer<?, ?> of, Collection<TopicPartition> partitions) {
        var cursors = subscriptions.cursors(subscription);
        var positions = new HashMap<>(Positions.since(of, partitions, subscription.since()));
        var ends = of.endOffsets(partitions);
        for (var partition : partitions) {
            var cursor = cursors.get(partition.partition());
            // A topic that was made anew ends before it.
            if (cursor != null && cursor <= ends.getOrDefault(partition, 0L)) {
                positions.put(partition, cursor);
            }
        }
        return positions;
    }

    /// A batch of which a part was not taken.
    private static final class NotTakenException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotTakenException(String reason) {
            super(reason, null, false, false);
        }
    }

    private void deliver(ConsumerRecords<byte[], byte[]> records) {
        var mayGet = reach.apply(subscription.tokenId());
        if (mayGet.isEmpty()) {
            refuse("its token has expired or was revoked: give it another");
        }
        var due = due(records, mayGet.orElseThrow());
        var problem = send(due);
        if (problem != null && problem.equals(STOPPING)) {
            throw new NotTakenException(problem);
        }
        if (problem != null) {
            refuse(problem);
        }
        var delivered = new HashMap<Integer, Long>();
        due.values()
                .forEach(notices -> notices.forEach(
                        notice -> delivered.merge(notice.message().partition().partition(), 1L, Long::sum)));
        var next = new HashMap<Integer, Long>();
        records.nextOffsets().forEach((partition, offset) -> next.put(partition.partition(), offset.offset()));
        subscriptions.advance(subscription, next, delivered);
        subscriptions.tell(subscription, null);
        taken.clear();
    }

    private void refuse(String problem) {
        subscriptions.tell(subscription, problem);
        throw new NotTakenException(problem);
    }

    /// What the subscriber gets, by patient.
    private Map<UUID, List<Notice>> due(ConsumerRecords<byte[], byte[]> records, Predicate<UUID> mayGet) {
        var due = new LinkedHashMap<UUID, List<Notice>>();
        for (ConsumerRecord<byte[], byte[]> each : records) {
            var reading = reader.apply(each.value());
            if (mayGet.test(reading.getPatientId())) {
                var message = new Message(new TopicPartition(each.topic(), each.partition()), each.offset());
                due.computeIfAbsent(reading.getPatientId(), _ -> new ArrayList<>())
                        .add(new Notice(message, Instant.ofEpochMilli(each.timestamp()), reading));
            }
        }
        return due;
    }

    /// @return why not all were taken
    private @Nullable String send(Map<UUID, List<Notice>> due) {
        var problems = new ArrayList<String>();
        var places = new Semaphore(AT_ONCE);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            sending = executor;
            var patients = new ArrayList<Future<?>>();
            for (var notices : due.values()) {
                patients.add(executor.submit(() -> {
                    places.acquire();
                    try {
                        sendInOrder(notices, problems);
                    } finally {
                        places.release();
                    }
                    return null;
                }));
            }
            for (var patient : patients) {
                patient.get();
            }
        } catch (ExecutionException | RejectedExecutionException failure) {
            if (closing.getCount() == 0) {
                return STOPPING;
            }
            throw new IllegalStateException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        return problems.isEmpty() ? null : problems.getFirst();
    }

    private void sendInOrder(List<Notice> notices, List<String> problems) throws InterruptedException {
        for (var notice : notices) {
            synchronized (taken) {
                if (taken.contains(notice.message())) {
                    continue;
                }
                if (closing.getCount() == 0) {
                    problems.add(STOPPING);
                }
                // One failure is enough to wait a while before any more is tried.
                if (!problems.isEmpty()) {
                    return;
                }
            }
            var told = ToldReading.of(notice.reading(), notice.at(), zones);
            var problem = subscriber.put(
                    "%d-%d-%d"
                            .formatted(
                                    subscription.generation(),
                                    notice.message().partition().partition(),
                                    notice.message().offset()),
                    told.id(),
                    told.json());
            synchronized (taken) {
                if (problem.isPresent()) {
                    problems.add(problem.get());
                    return;
                }
                taken.add(notice.message());
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        var present = sending;
        if (present != null) {
            // Whoever hangs is not waited for.
            present.shutdownNow();
        }
        consumer.close();
    }
}
