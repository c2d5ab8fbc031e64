package health.vigil.stream.attribution;

import health.vigil.clinical.vitals.Position;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.HoldStatus;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import health.vigil.stream.state.Keys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// The first half of the topology, keyed by device: readings get their patient, each once.
///
/// All readings of a device are kept with the patient they went to. So a repetition is recognised however late it
/// comes, and a new or corrected assignment moves exactly those readings whose patient it changes: they become *entered
/// in error* at the one patient and final at the other.
public final class Attribution {

    private static final String ASSIGNMENTS = "assignments";
    private static final String READINGS = "device-readings";
    private static final String TO_HELD = "to-held";
    private static final String TO_READINGS = "to-readings";

    private Attribution() {}

    public static void addTo(Topology topology, Wire wire, MeterRegistry meters) {
        var keys = Serdes.UUID();
        topology.addSource("received", keys.deserializer(), wire.deserializer(Topics.RECEIVED), Topics.RECEIVED.name())
                .addSource(
                        "care-assignments",
                        keys.deserializer(),
                        wire.deserializer(Topics.ASSIGNMENTS),
                        Topics.ASSIGNMENTS.name())
                .addProcessor("attribute-readings", () -> new Readings(new Outcomes(meters)), "received")
                .addProcessor("attribute-assignments", Assignments::new, "care-assignments")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(ASSIGNMENTS), keys, wire.serde(Topics.ASSIGNMENTS)),
                        "attribute-readings",
                        "attribute-assignments")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(READINGS), Serdes.Bytes(), Attributed.serde(wire)),
                        "attribute-readings",
                        "attribute-assignments")
                .addSink(
                        TO_HELD,
                        Topics.HELD.name(),
                        keys.serializer(),
                        wire.serializer(Topics.HELD),
                        "attribute-readings",
                        "attribute-assignments")
                .addSink(
                        TO_READINGS,
                        Topics.READINGS.name(),
                        keys.serializer(),
                        wire.serializer(Topics.READINGS),
                        "attribute-readings",
                        "attribute-assignments");
    }

    /// What becomes of a received reading.
    private record Outcomes(Counter attributed, Counter held, Counter duplicate) {

        Outcomes(MeterRegistry meters) {
            this(counter(meters, "attributed"), counter(meters, "held"), counter(meters, "duplicate"));
        }

        private static Counter counter(MeterRegistry meters, String outcome) {
            return Counter.builder("vigil.stream.readings")
                    .description("Received readings by what became of them")
                    .tag("outcome", outcome)
                    .register(meters);
        }
    }

    private abstract static class Attributing<V> extends ContextualProcessor<UUID, V, UUID, SpecificRecord> {

        KeyValueStore<UUID, DeviceAssignments> assignments() {
            return context().getStateStore(ASSIGNMENTS);
        }

        KeyValueStore<Bytes, Attributed> readings() {
            return context().getStateStore(READINGS);
        }

        void publish(Record<?, ?> cause, UUID patient, ReadingStatus status, ReceivedReading reading) {
            var record = new PatientReading(patient, status, reading);
            context().forward(new Record<>(patient, record, cause.timestamp()), TO_READINGS);
        }

        void hold(Record<?, ?> cause, HoldStatus status, ReceivedReading reading) {
            var record = new HeldReading(status, reading);
            context().forward(new Record<>(reading.getDeviceId(), record, cause.timestamp()), TO_HELD);
        }

        static Bytes key(ReceivedReading reading) {
            return Keys.of(reading.getDeviceId()).at(new Position(reading.getMeasuredAt(), reading.getId()));
        }
    }

    private static final class Readings extends Attributing<ReceivedReading> {

        private final Outcomes outcomes;

        Readings(Outcomes outcomes) {
            this.outcomes = outcomes;
        }

        @Override
        public void process(Record<UUID, ReceivedReading> received) {
            var reading = received.value();
            var key = key(reading);
            var known = readings().get(key);
            if (known == null) {
                var patient = AssignmentHistory.of(assignments().get(reading.getDeviceId()))
                        .patientAt(reading.getUserSlot(), reading.getMeasuredAt());
                keep(received, key, new Attributed(patient, reading));
                patient.map(_ -> outcomes.attributed()).orElse(outcomes.held()).increment();
                return;
            }
            outcomes.duplicate().increment();
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
                            patient -> publish(cause, patient, ReadingStatus.FINAL, attributed.reading()),
                            () -> hold(cause, HoldStatus.HELD, attributed.reading()));
        }
    }

    private static final class Assignments extends Attributing<DeviceAssignments> {

        @Override
        public void process(Record<UUID, DeviceAssignments> changed) {
            assignments().put(changed.key(), changed.value());
            var history = AssignmentHistory.of(changed.value());
            var moved = new ArrayList<Attributed>();
            var keys = Keys.of(changed.key());
            try (var all = readings().range(keys.first(), keys.last())) {
                all.forEachRemaining(entry -> {
                    if (!patient(history, entry.value.reading()).equals(entry.value.patient())) {
                        moved.add(entry.value);
                    }
                });
            }
            moved.forEach(attributed -> move(changed, attributed, patient(history, attributed.reading())));
        }

        private static Optional<UUID> patient(AssignmentHistory history, ReceivedReading reading) {
            return history.patientAt(reading.getUserSlot(), reading.getMeasuredAt());
        }

        private void move(Record<?, ?> cause, Attributed from, Optional<UUID> to) {
            var reading = from.reading();
            readings().put(key(reading), new Attributed(to, reading));
            from.patient()
                    .ifPresentOrElse(
                            patient -> publish(cause, patient, ReadingStatus.ENTERED_IN_ERROR, reading),
                            () -> hold(cause, HoldStatus.RELEASED, reading));
            to.ifPresentOrElse(
                    patient -> publish(cause, patient, ReadingStatus.FINAL, reading),
                    () -> hold(cause, HoldStatus.HELD, reading));
        }
    }
}
