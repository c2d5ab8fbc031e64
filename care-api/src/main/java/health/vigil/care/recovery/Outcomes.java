package health.vigil.care.recovery;

import health.vigil.care.outbox.Outbox;
import health.vigil.kit.kafka.BatchConsumer;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.ResubmissionOutcome;
import health.vigil.schemas.ResubmissionResult;
import health.vigil.schemas.WithdrawalStatus;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// Writes down what became of what was replayed. An outcome counts once, so what comes twice changes nothing.
final class Outcomes {

    private static final String GROUP = "vigil-care-outcomes";
    private static final String VIGIL = "Vigil";
    private static final int MOST_RECORDS = 500;

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Originals originals;
    private final DecisionLog log;
    private final KafkaSettings kafka;
    private final Wire wire;
    private final Clock clock;

    Outcomes(Jdbi jdbi, Outbox outbox, Originals originals, KafkaSettings kafka, Wire wire, Clock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.originals = originals;
        this.kafka = kafka;
        this.wire = wire;
        this.log = new DecisionLog(outbox, clock);
        this.clock = clock;
    }

    void start(Telemetry telemetry, Lifecycle lifecycle) {
        var outcomes = wire.deserializer(Topics.OUTCOMES);
        var consumer = new BatchConsumer(
                kafka,
                GROUP,
                List.of(Topics.OUTCOMES),
                MOST_RECORDS,
                telemetry.meters(),
                (ConsumerRecords<byte[], byte[]> records) ->
                        records.forEach(each -> take(outcomes.deserialize(each.topic(), each.value()))));
        telemetry.health().readiness("care-outcomes", consumer::problem);
        lifecycle.started("care-outcomes", consumer.start());
        telemetry.health().liveness("care-outcomes-thread", consumer::failure);
    }

    /// Public for the mapper.
    public record Waiting(Place place, UUID itemId) {}

    void take(ResubmissionOutcome outcome) {
        jdbi.useTransaction(handle -> handle.createQuery("""
                        select place, item_id from care.recovery
                        where resubmission_id = :id and state = 'REPLAYING' for update
                        """)
                .bind("id", outcome.getResubmissionId())
                .map(ConstructorMapper.of(Waiting.class))
                .findOne()
                .ifPresent(waiting -> take(handle, waiting, outcome.getResults())));
        outbox.wake();
    }

    private void take(Handle handle, Waiting waiting, List<ResubmissionResult> results) {
        log.state(handle, waiting.place(), waiting.itemId(), ItemState.REPLAYED);
        var became = results.stream().map(Outcomes::text).collect(Collectors.joining("; "));
        DecisionLog.step(handle, waiting.place(), waiting.itemId(), clock.instant(), VIGIL, "arrived", became);
        results.forEach(result -> openAgain(handle, result));
    }

    private static String text(ResubmissionResult result) {
        if (result.getReadingId() != null) {
            return "accepted as the reading " + result.getReadingId();
        }
        return result.getRejectionId() == null
                ? "accepted as a status"
                : "rejected as " + result.getRejectionId() + ": " + result.getReason();
    }

    /// What was decided before of what it has become is void: somebody wants it there.
    private void openAgain(Handle handle, ResubmissionResult result) {
        if (result.getRejectionId() != null) {
            openAgain(handle, Place.REJECTED, result.getRejectionId());
        } else if (result.getReadingId() != null && openAgain(handle, Place.HELD, result.getReadingId())) {
            originals
                    .reading(handle, result.getReadingId())
                    .ifPresent(reading -> log.withdraw(handle, reading, WithdrawalStatus.NONE));
        }
    }

    private boolean openAgain(Handle handle, Place place, UUID id) {
        var decided = handle.createUpdate("""
                        update care.recovery set state = 'OPEN'
                        where place = :place and item_id = :id and state <> 'OPEN'
                        """)
                        .bind("place", place.name())
                        .bind("id", id)
                        .execute()
                > 0;
        if (decided) {
            DecisionLog.step(
                    handle, place, id, clock.instant(), VIGIL, "open again", "a replayed message came out as this");
        }
        return decided;
    }
}
