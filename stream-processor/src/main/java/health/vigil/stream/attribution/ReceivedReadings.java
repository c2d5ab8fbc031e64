package health.vigil.stream.attribution;

import health.vigil.schemas.ReceivedReading;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;

/// Gives each received reading its patient, once.
final class ReceivedReadings extends Attributing<ReceivedReading> {

    private final Outcomes outcomes;

    ReceivedReadings(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    @Override
    public void process(Record<UUID, ReceivedReading> record) {
        var reading = record.value();
        // That of the record may be one of [GoingFirst].
        var received = record.withTimestamp(reading.getReceivedAt().toEpochMilli());
        var key = key(reading);
        var known = readings().get(key);
        if (known == null) {
            var patient = owner(history(reading.getDeviceId()), reading);
            keep(received, key, new Attributed(patient, reading));
            ledgers().first(reading, marks(reading.getDeviceId()).standing(patient, reading.getId()));
            patient.map(_ -> outcomes.attributed()).orElse(outcomes.held()).increment();
            return;
        }
        outcomes.duplicate().increment();
        ledgers().again(reading);
        var merged = Copies.merge(known.reading(), reading);
        if (!merged.equals(known.reading())) {
            keep(received, key, new Attributed(known.patient(), merged));
        }
    }

    private void keep(Record<?, ?> cause, Bytes key, Attributed attributed) {
        readings().put(key, attributed);
        attributed
                .patient()
                .ifPresentOrElse(
                        patient -> publish(cause, patient, attributed.reading()),
                        () -> hold(cause, attributed.reading()));
    }
}
