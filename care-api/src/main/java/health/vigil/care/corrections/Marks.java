package health.vigil.care.corrections;

import health.vigil.care.outbox.Outbox;
import health.vigil.schemas.DeviceCorrections;
import health.vigil.schemas.ReadingMark;
import health.vigil.schemas.Verdict;
import health.vigil.schemas.wire.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// The marks of readings in the database, all kept. With each change all marks in force of the device are published.
public final class Marks {

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Clock clock;

    public Marks(Jdbi jdbi, Outbox outbox, Clock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Public for the mapper.
    public record Origin(UUID deviceId, Instant measuredAt) {}

    /// Where a patient's reading comes from. Looks through all of the patient's readings: people ask this, seldom.
    private static Optional<Origin> origin(Handle handle, UUID patient, UUID reading) {
        return handle.createQuery("""
                        select device_id, measured_at from vitals.reading
                        where patient_id = :patient and reading_id = :reading limit 1
                        """)
                .bind("patient", patient)
                .bind("reading", reading)
                .map(ConstructorMapper.of(Origin.class))
                .findOne();
    }

    /// Says something of a reading; it replaces what was said before.
    ///
    /// @return empty when the reading is not that patient's
    Optional<Mark> mark(UUID patient, UUID reading, Verdict verdict, String reason, String by) {
        var made = jdbi.inTransaction(handle -> origin(handle, patient, reading).map(origin -> {
            lock(handle, origin.deviceId());
            end(handle, patient, reading, by, "replaced");
            var mark = new Mark(
                    UUID.randomUUID(),
                    reading,
                    origin.deviceId(),
                    origin.measuredAt(),
                    patient,
                    verdict,
                    reason,
                    by,
                    clock.instant());
            handle.createUpdate("""
                            insert into care.mark (mark_id, reading_id, device_id, measured_at, patient_id, verdict,
                                reason, marked_by, marked_at)
                            values (:markId, :readingId, :deviceId, :measuredAt, :patientId, :verdict,
                                :reason, :markedBy, :markedAt)
                            """).bindMethods(mark).execute();
            publish(handle, origin.deviceId());
            return mark;
        }));
        outbox.wake();
        return made;
    }

    /// Takes back what was said of a reading.
    ///
    /// @return false when nothing was said of it, or it is not that patient's
    boolean unmark(UUID patient, UUID reading, String reason, String by) {
        boolean ended = jdbi.inTransaction(handle -> {
            var origin = origin(handle, patient, reading);
            origin.ifPresent(found -> lock(handle, found.deviceId()));
            var done = origin.isPresent() && end(handle, patient, reading, by, reason);
            if (done) {
                publish(handle, origin.orElseThrow().deviceId());
            }
            return done;
        });
        outbox.wake();
        return ended;
    }

    /// One change of a device at a time, so that the last record published is the whole truth.
    private static void lock(Handle handle, UUID device) {
        handle.execute("select from care.device where device_id = ? for update", device);
    }

    private boolean end(Handle handle, UUID patient, UUID reading, String by, String reason) {
        return handle.createUpdate("""
                        update care.mark set unmarked_by = :by, unmarked_at = :now, unmark_reason = :reason
                        where patient_id = :patient and reading_id = :reading and unmarked_at is null
                        """)
                        .bind("patient", patient)
                        .bind("reading", reading)
                        .bind("by", by)
                        .bind("now", clock.instant())
                        .bind("reason", reason)
                        .execute()
                > 0;
    }

    /// Publishes the marks of every device once more, as they are.
    public void publishAll(Handle handle) {
        handle.createQuery("select device_id from care.device")
                .mapTo(UUID.class)
                .list()
                .forEach(device -> publish(handle, device));
    }

    private void publish(Handle handle, UUID device) {
        List<ReadingMark> inForce = handle.createQuery("""
                        select mark_id, reading_id, device_id, measured_at, patient_id, verdict, reason, marked_by,
                            marked_at
                        from care.mark where device_id = :device and unmarked_at is null
                        order by marked_at, mark_id
                        """)
                .bind("device", device)
                .map(ConstructorMapper.of(Mark.class))
                .map(mark -> new ReadingMark(
                        mark.readingId(),
                        mark.measuredAt(),
                        mark.patientId(),
                        mark.verdict(),
                        mark.markedAt(),
                        mark.reason()))
                .list();
        outbox.add(handle, Topics.CORRECTIONS, device, new DeviceCorrections(device, inForce));
    }
}
