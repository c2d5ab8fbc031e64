package health.vigil.stream.attribution;

import health.vigil.schemas.ReceivedReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Gives each received reading its patient, once.
final class ReceivedReadings extends Attributing<ReceivedReading> {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration CONTEXT_WITHIN = Duration.ofSeconds(10);

    private final Outcomes outcomes;

    ReceivedReadings(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    @Override
    public void process(Record<UUID, ReceivedReading> record) {
        var reading = record.value();
        // That of the record may be one of [GoingFirst].
        var received = record.withTimestamp(reading.getReceivedAt().toEpochMilli());
        var device = reading.getDeviceId();
        var placement = placement(device, history(device));
        var key = key(reading);
        var known = readings().get(key);
        if (known != null) {
            outcomes.duplicate().increment();
            ledgers().again(reading);
            var now = attribute(placement, Copies.merge(Placement.asSaid(known.reading()), reading));
            if (!now.equals(known)) {
                replace(received, known, now);
            }
            return;
        }
        contexts().remember(reading, position(reading));
        if (reading.getContextFollows() && contexts().of(reading).isEmpty()) {
            waiting().put(key, context().currentSystemTimeMs() + CONTEXT_WITHIN.toMillis());
        }
        var attributed = attribute(placement, reading);
        var patient = attributed.patient();
        readings().put(key, attributed);
        patient.ifPresentOrElse(
                each -> publish(received, each, attributed.reading()), () -> hold(received, attributed.reading()));
        ledgers().first(reading, marks(device).standing(patient, reading.getId()));
        patient.map(_ -> outcomes.attributed()).orElse(outcomes.held()).increment();
    }

    @Override
    public void init(ProcessorContext<UUID, SpecificRecord> context) {
        super.init(context);
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::waitNoLonger);
    }

    /// A context that does not come is not worth an alert that does not come.
    private void waitNoLonger(long millis) {
        var over = new ArrayList<Bytes>();
        try (var all = waiting().all()) {
            all.forEachRemaining(entry -> {
                if (entry.value <= millis) {
                    over.add(entry.key);
                }
            });
        }
        for (var key : over) {
            waiting().delete(key);
            var known = readings().get(key);
            var _ = reconsider(new Record<>(known.reading().getDeviceId(), known.reading(), millis), known);
        }
    }
}
