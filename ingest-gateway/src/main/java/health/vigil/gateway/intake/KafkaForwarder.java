package health.vigil.gateway.intake;

import health.vigil.gateway.decoding.Decoded;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.schemas.IntakePulse;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.ResubmissionOutcome;
import health.vigil.schemas.Timing;
import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Gives the records of a message to Kafka and says when all of them are confirmed.
///
/// Confirmed means written by all in-sync replicas. While Kafka is away the producer keeps trying for as long as it
/// takes and [#forward] blocks once its buffer is full.
final class KafkaForwarder implements AutoCloseable {

    /// What took longer to come gives way to what comes now.
    private static final Duration LATE = Duration.ofHours(1);

    /// How far a time without a zone may lie from what it looks like.
    private static final Duration FARTHEST_ZONE = Duration.ofHours(14);

    private static final UUID NO_DEVICE = new UUID(0, 0);

    private final Producer<byte[], byte[]> producer;
    private final Wire wire;

    KafkaForwarder(KafkaSettings settings, String clientId, Wire wire) {
        var properties = new HashMap<>(settings.client());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        this.wire = wire;
    }

    /// Called once for each message: without a failure when Kafka has all its records, or with the first failure.
    @FunctionalInterface
    interface Confirmation {
        void done(Optional<Exception> failure);
    }

    void forward(UUID device, List<Decoded> outcomes, Confirmation confirmation) {
        send(outcomes.stream().map(outcome -> record(device, outcome)).toList(), confirmation);
    }

    /// The records of a resubmitted message, and then what became of it.
    void forward(UUID device, List<Decoded> outcomes, ResubmissionOutcome outcome, Confirmation confirmation) {
        var records = new ArrayList<>(
                outcomes.stream().map(each -> record(device, each)).toList());
        records.add(wire.record(Topics.OUTCOMES, device, outcome));
        send(records, confirmation);
    }

    void forward(IntakePulse pulse, Confirmation confirmation) {
        send(List.of(wire.record(Topics.PULSE, pulse.getGatewayId(), pulse)), confirmation);
    }

    /// Waits for no pulses of that session any more.
    void forget(UUID session) {
        send(List.of(new ProducerRecord<>(Topics.PULSE.name(), Wire.key(session), null)), _ -> {});
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records, Confirmation confirmation) {
        var open = new AtomicInteger(records.size());
        var failed = new AtomicReference<Optional<Exception>>(Optional.empty());
        for (var record : records) {
            var _ = producer.send(record, (_, failure) -> {
                if (failure != null) {
                    failed.compareAndSet(Optional.empty(), Optional.of(failure));
                }
                if (open.decrementAndGet() == 0) {
                    confirmation.done(failed.get());
                }
            });
        }
    }

    /// Messages of a topic that names no device share one key: nobody attributes them.
    static UUID key(Optional<UUID> device) {
        return device.orElse(NO_DEVICE);
    }

    private ProducerRecord<byte[], byte[]> record(UUID device, Decoded outcome) {
        return switch (outcome) {
            case Decoded.Accepted(var reading) -> wire.record(lane(reading), device, reading);
            case Decoded.Rejected(var message) -> wire.record(Topics.REJECTED, device, message);
            case Decoded.Context(var context) -> wire.record(Topics.CONTEXTS, device, context);
            case Decoded.Status(var status) -> wire.record(Topics.DEVICE_STATUS, device, status);
        };
    }

    private static Topic<ReceivedReading> lane(ReceivedReading reading) {
        var age = Duration.between(reading.getMeasuredAt(), reading.getReceivedAt());
        var late = reading.getTiming() == Timing.AS_SAID ? LATE : LATE.plus(FARTHEST_ZONE);
        return age.compareTo(late) > 0 && reading.getClock() == null ? Topics.RECEIVED_LATE : Topics.RECEIVED;
    }

    @Override
    public void close() {
        // What is not confirmed by now was not acknowledged either, and comes again.
        producer.close(Duration.ofSeconds(2));
    }
}
