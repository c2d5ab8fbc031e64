package health.vigil.gateway.intake;

import health.vigil.gateway.decoding.Correction;
import health.vigil.gateway.decoding.Decoded;
import health.vigil.gateway.decoding.Decoder;
import health.vigil.gateway.decoding.Message;
import health.vigil.kit.kafka.BatchConsumer;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.ResubmissionOutcome;
import health.vigil.schemas.ResubmissionResult;
import health.vigil.schemas.ResubmittedMessage;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/// Takes messages that once were rejected or held as if they had just come over MQTT, with what somebody corrected.
///
/// The delivery contract: offsets are committed after Kafka has confirmed all records made of a batch, the outcomes
/// included. After a crash in between the same records are made again: their ids are the same, so nothing is stored
/// twice.
final class Resubmissions {

    private static final String GROUP = "vigil-gateway-resubmitted";
    private static final int MOST_RECORDS = 500;
    private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(10);

    private final Decoder decoder = new Decoder();
    private final KafkaForwarder forwarder;
    private final Wire wire;

    private Resubmissions(KafkaForwarder forwarder, Wire wire) {
        this.forwarder = forwarder;
        this.wire = wire;
    }

    static void start(
            KafkaSettings kafka, Wire wire, KafkaForwarder forwarder, Telemetry telemetry, Lifecycle lifecycle) {
        var resubmissions = new Resubmissions(forwarder, wire);
        var consumer = new BatchConsumer(
                kafka, GROUP, List.of(Topics.RESUBMITTED), MOST_RECORDS, telemetry.meters(), resubmissions::take);
        telemetry.health().readiness("gateway-resubmitted", consumer::problem);
        lifecycle.started("gateway-resubmitted", consumer.start());
        telemetry.health().liveness("gateway-resubmitted-thread", consumer::failure);
    }

    /// @throws java.util.concurrent.CompletionException when Kafka has not confirmed everything in time
    private void take(ConsumerRecords<byte[], byte[]> records) {
        var confirmations = new ArrayList<CompletableFuture<?>>();
        for (var record : records) {
            confirmations.add(
                    forward(wire.deserializer(Topics.RESUBMITTED).deserialize(record.topic(), record.value())));
        }
        CompletableFuture.allOf(confirmations.toArray(CompletableFuture[]::new))
                .orTimeout(CONFIRMED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private CompletableFuture<?> forward(ResubmittedMessage resubmitted) {
        var message = message(resubmitted);
        var outcomes = decoder.decode(message);
        var done = new CompletableFuture<Void>();
        forwarder.forward(
                KafkaForwarder.key(message.device()),
                outcomes,
                outcome(resubmitted, outcomes),
                failure -> failure.ifPresentOrElse(done::completeExceptionally, () -> done.complete(null)));
        return done;
    }

    static Message message(ResubmittedMessage resubmitted) {
        var correction = new Correction(
                Optional.ofNullable(resubmitted.getUnit()), Duration.ofMillis(resubmitted.getShiftMillis()));
        var message =
                new Message(resubmitted.getTopic(), resubmitted.getRaw(), resubmitted.getReceivedAt(), correction);
        var device = resubmitted.getDeviceId();
        return device == null ? message : message.from(device);
    }

    private static ResubmissionOutcome outcome(ResubmittedMessage resubmitted, List<Decoded> outcomes) {
        return new ResubmissionOutcome(
                resubmitted.getId(),
                outcomes.stream().map(Resubmissions::result).toList());
    }

    private static ResubmissionResult result(Decoded outcome) {
        return switch (outcome) {
            case Decoded.Accepted(var reading) -> new ResubmissionResult(reading.getId(), null, null);
            case Decoded.Rejected(var message) -> new ResubmissionResult(null, message.getId(), message.getReason());
            case Decoded.Context _, Decoded.Status _ -> new ResubmissionResult(null, null, null);
        };
    }
}
