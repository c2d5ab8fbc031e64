package health.vigil.care.erasure;

import health.vigil.care.assignments.Assignments;
import health.vigil.care.outbox.Outbox;
import health.vigil.care.patients.Patients;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Erases a patient (GDPR, Art. 17): who it was, and what people wrote. What was measured stays under an id that leads
/// to nobody, here as in Kafka, where no name ever was.
public final class Erasure {

    private final Patients patients;
    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Clock clock;

    public Erasure(Patients patients, Jdbi jdbi, Outbox outbox, Clock clock) {
        this.patients = patients;
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Erases; there is no way back. Devices are taken from the patient, and programs that were for this patient alone
    /// are let in no more. The alert service does its part within seconds.
    ///
    /// @return false when the patient was erased before
    boolean erase(UUID patient, String reason, String by) {
        var now = clock.instant();
        boolean erased = jdbi.inTransaction(handle -> {
            var isFirst = handle.createUpdate("""
                            insert into care.erasure (patient_id, erased_by, erased_at, reason)
                            values (:patient, :by, :now, :reason) on conflict do nothing
                            """)
                            .bind("patient", patient)
                            .bind("by", by)
                            .bind("now", now)
                            .bind("reason", reason)
                            .execute()
                    == 1;
            if (isFirst) {
                patients.forget(handle, patient);
                forgetWords(handle, patient);
                takeDevices(handle, patient, now);
                handle.execute(
                        "update care.api_token set revoked_at = ?, revoked_by = ? where patient_id = ? and revoked_at is null",
                        now,
                        by,
                        patient);
            }
            return isFirst;
        });
        outbox.wake();
        return erased;
    }

    private static void forgetWords(Handle handle, UUID patient) {
        handle.execute("update care.plan set reason = '' where patient_id = ?", patient);
        handle.execute("""
                update care.mark set reason = '', unmark_reason = case when unmarked_at is not null then '' end
                where patient_id = ?
                """, patient);
        handle.execute("""
                update care.time_entry set activity = '', withdrawn_for = case when withdrawn_at is not null then '' end
                where patient_id = ?
                """, patient);
        handle.execute("""
                update care.break_glass set reason = '', review = case when reviewed_at is not null then '' end
                where patient_id = ?
                """, patient);
    }

    private void takeDevices(Handle handle, UUID patient, Instant now) {
        var devices = handle.createQuery("""
                        select distinct device_id from care.assignment
                        where patient_id = :patient and (until_at is null or until_at > :now)
                        """)
                .bind("patient", patient)
                .bind("now", now)
                .mapTo(UUID.class)
                .list();
        for (var device : devices) {
            handle.execute("select from care.device where device_id = ? for update", device);
            handle.execute(
                    "delete from care.assignment where device_id = ? and patient_id = ? and from_at >= ?",
                    device,
                    patient,
                    now);
            handle.execute("""
                    update care.assignment set until_at = ?
                    where device_id = ? and patient_id = ? and (until_at is null or until_at > ?)
                    """, now, device, patient, now);
            Assignments.publish(handle, outbox, device);
        }
    }
}
