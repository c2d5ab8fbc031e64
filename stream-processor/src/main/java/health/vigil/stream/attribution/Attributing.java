package health.vigil.stream.attribution;

import health.vigil.clinical.vitals.Position;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.DeviceCorrections;
import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.ErrorCause;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.HoldStatus;
import health.vigil.schemas.PatientDevice;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReadingContext;
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Verdict;
import health.vigil.stream.state.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// What the processors of the first half share: the stores of a device, and how to say what became of a reading.
abstract class Attributing<V> extends ContextualProcessor<UUID, V, UUID, SpecificRecord> {

    final KeyValueStore<UUID, DeviceAssignments> assignments() {
        return context().getStateStore(Attribution.ASSIGNMENTS);
    }

    final KeyValueStore<Bytes, Attributed> readings() {
        return context().getStateStore(Attribution.READINGS);
    }

    final KeyValueStore<UUID, DeviceCorrections> corrections() {
        return context().getStateStore(Attribution.CORRECTIONS);
    }

    final KeyValueStore<UUID, DeviceStatus> statuses() {
        return context().getStateStore(Attribution.STATUSES);
    }

    /// What was decided of single readings, as the name of their [HoldStatus].
    final KeyValueStore<Bytes, String> withdrawals() {
        return context().getStateStore(Attribution.WITHDRAWALS);
    }

    /// Until when readings wait for their context, in milliseconds since 1970.
    final KeyValueStore<Bytes, Long> waiting() {
        return context().getStateStore(Attribution.WAITING);
    }

    final DeviceClocks clocks() {
        return new DeviceClocks(context().getStateStore(Attribution.CLOCKS));
    }

    final ReadingContexts contexts() {
        return new ReadingContexts(
                context().getStateStore(Attribution.CONTEXTS), context().getStateStore(Attribution.NUMBERS));
    }

    final Placement placement(UUID device, AssignmentHistory history) {
        return new Placement(history, moment -> clocks().around(device, moment));
    }

    /// When the reading was measured and who used the device then; nobody while it waits for its context, where that
    /// says that it is no glucose, and once it is withdrawn.
    ///
    /// @param said as the device said it
    final Attributed attribute(Placement placement, ReceivedReading said) {
        var context = contexts().of(said);
        var meal = context.map(ReadingContext::getMeal);
        var placed = placement.place(
                meal.isPresent()
                        ? ReceivedReading.newBuilder(said).setMeal(meal.get()).build()
                        : said);
        var key = key(said);
        var isNobodys = withdrawals().get(key) != null
                || (said.getContextFollows() && waiting().get(key) != null)
                || context.filter(ReadingContext::getKetone).isPresent();
        return isNobodys ? new Attributed(Optional.empty(), placed.reading()) : placed;
    }

    /// Judges all readings of a device anew.
    final void reconsider(Record<?, ?> cause, UUID device) {
        var placement = placement(device, history(device));
        record Change(Attributed from, Attributed to) {}
        var changes = new ArrayList<Change>();
        var keys = Keys.of(device);
        try (var all = readings().range(keys.first(), keys.last())) {
            all.forEachRemaining(entry -> {
                var now = attribute(placement, Placement.asSaid(entry.value.reading()));
                if (!now.equals(entry.value)) {
                    changes.add(new Change(entry.value, now));
                }
            });
        }
        changes.forEach(change -> replace(cause, change.from(), change.to()));
    }

    /// Judges one anew.
    ///
    /// @return whether that changed anything
    final boolean reconsider(Record<?, ?> cause, Attributed known) {
        var device = known.reading().getDeviceId();
        var now = attribute(placement(device, history(device)), Placement.asSaid(known.reading()));
        if (now.equals(known)) {
            return false;
        }
        replace(cause, known, now);
        return true;
    }

    final void replace(Record<?, ?> cause, Attributed from, Attributed to) {
        readings().put(key(to.reading()), to);
        if (from.patient().equals(to.patient())) {
            to.patient()
                    .ifPresentOrElse(
                            patient -> publishAnew(cause, patient, from.reading(), to.reading()),
                            () -> hold(cause, to.reading()));
            return;
        }
        var device = to.reading().getDeviceId();
        var reading = to.reading().getId();
        var marks = marks(device);
        ledgers().moved(device, marks.standing(from.patient(), reading), marks.standing(to.patient(), reading));
        from.patient()
                .ifPresentOrElse(
                        patient -> takeBack(cause, patient, from.reading(), ErrorCause.REASSIGNED),
                        () -> release(cause, from.reading()));
        to.patient().ifPresentOrElse(patient -> publish(cause, patient, to.reading()), () -> hold(cause, to.reading()));
    }

    private void publishAnew(Record<?, ?> cause, UUID patient, ReceivedReading from, ReceivedReading to) {
        if (!from.getMeasuredAt().equals(to.getMeasuredAt())) {
            takeBack(cause, patient, from, ErrorCause.RETIMED);
        }
        publish(cause, patient, to);
    }

    /// The reading of that id. What people say of one names the time that it was shown with.
    final @Nullable Attributed find(UUID device, Instant measuredAt, UUID reading) {
        var there = readings().get(key(device, measuredAt, reading));
        if (there != null) {
            return there;
        }
        var keys = Keys.of(device);
        try (var all = readings().range(keys.first(), keys.last())) {
            while (all.hasNext()) {
                var each = all.next().value;
                if (each.reading().getId().equals(reading)) {
                    return each;
                }
            }
        }
        return null;
    }

    final AssignmentHistory history(UUID device) {
        return AssignmentHistory.of(assignments().get(device));
    }

    final DeviceLedgers ledgers() {
        return new DeviceLedgers(context().getStateStore(Attribution.LEDGER));
    }

    final Marks marks(UUID device) {
        return Marks.of(corrections().get(device));
    }

    /// The reading as the patient's, final unless it was marked.
    final void publish(Record<?, ?> cause, UUID patient, ReceivedReading reading) {
        var marks = marks(reading.getDeviceId());
        var verdict = marks.of(patient, reading.getId());
        forward(
                cause,
                verdict == Verdict.ENTERED_IN_ERROR
                        ? inError(patient, reading, ErrorCause.MARKED)
                        : new PatientReading(
                                patient, ReadingStatus.FINAL, reading, null, verdict == Verdict.CONFIRMED));
    }

    /// The reading as one that turned out not to be the patient's, or not of that time.
    private void takeBack(Record<?, ?> cause, UUID patient, ReceivedReading reading, ErrorCause because) {
        forward(cause, inError(patient, reading, because));
    }

    private static PatientReading inError(UUID patient, ReceivedReading reading, ErrorCause because) {
        return new PatientReading(patient, ReadingStatus.ENTERED_IN_ERROR, reading, because, false);
    }

    private void forward(Record<?, ?> cause, PatientReading reading) {
        context().forward(new Record<>(reading.getPatientId(), reading, cause.timestamp()), Attribution.TO_READINGS);
    }

    /// The reading as nobody's, with what was decided of it.
    final void hold(Record<?, ?> cause, ReceivedReading reading) {
        var decided = withdrawals().get(key(reading));
        if (decided != null) {
            tell(cause, HoldStatus.valueOf(decided), reading);
        } else if (contexts().of(reading).filter(ReadingContext::getKetone).isPresent()) {
            tell(cause, HoldStatus.KETONE, reading);
        } else {
            tell(cause, HoldStatus.HELD, reading);
        }
    }

    private void release(Record<?, ?> cause, ReceivedReading reading) {
        tell(cause, HoldStatus.RELEASED, reading);
    }

    private void tell(Record<?, ?> cause, HoldStatus status, ReceivedReading reading) {
        var record = new HeldReading(status, reading);
        context().forward(new Record<>(reading.getDeviceId(), record, cause.timestamp()), Attribution.TO_HELD);
    }

    /// Whether the device can be heard, for a patient who uses it, or uses it no more.
    final void tell(Record<?, ?> cause, UUID patient, DeviceStatus status, boolean assigned) {
        var device =
                new PatientDevice(patient, status.getDeviceId(), assigned, status.getOnline(), status.getHeardAt());
        context().forward(new Record<>(patient, device, cause.timestamp()), Attribution.TO_PRESENCE);
    }

    /// By the time as the device said it, which is the same whatever it is put right to.
    static Bytes key(ReceivedReading reading) {
        return Keys.of(reading.getDeviceId()).at(position(reading));
    }

    static Position position(ReceivedReading reading) {
        return new Position(Placement.saidAt(reading), reading.getId());
    }

    static Bytes key(UUID device, Instant measuredAt, UUID reading) {
        return Keys.of(device).at(new Position(measuredAt, reading));
    }
}
