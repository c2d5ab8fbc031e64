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
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Verdict;
import health.vigil.stream.state.Keys;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

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

    /// Who used the device when it measured that; nobody once the reading is withdrawn.
    final Optional<UUID> owner(AssignmentHistory history, ReceivedReading reading) {
        var patient = history.patientAt(reading.getUserSlot(), reading.getMeasuredAt());
        return patient.filter(_ -> withdrawals().get(key(reading)) == null);
    }

    final void move(Record<?, ?> cause, Attributed from, Optional<UUID> to) {
        var reading = from.reading();
        if (from.patient().equals(to)) {
            return;
        }
        readings().put(key(reading), new Attributed(to, reading));
        var marks = marks(reading.getDeviceId());
        ledgers()
                .moved(
                        reading.getDeviceId(),
                        marks.standing(from.patient(), reading.getId()),
                        marks.standing(to, reading.getId()));
        from.patient().ifPresentOrElse(patient -> takeBack(cause, patient, reading), () -> release(cause, reading));
        to.ifPresentOrElse(patient -> publish(cause, patient, reading), () -> hold(cause, reading));
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

    /// The reading as one that turned out not to be the patient's.
    private void takeBack(Record<?, ?> cause, UUID patient, ReceivedReading reading) {
        forward(cause, inError(patient, reading, ErrorCause.REASSIGNED));
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
        tell(cause, decided == null ? HoldStatus.HELD : HoldStatus.valueOf(decided), reading);
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

    static Bytes key(ReceivedReading reading) {
        return key(reading.getDeviceId(), reading.getMeasuredAt(), reading.getId());
    }

    static Bytes key(UUID device, Instant measuredAt, UUID reading) {
        return Keys.of(device).at(new Position(measuredAt, reading));
    }
}
