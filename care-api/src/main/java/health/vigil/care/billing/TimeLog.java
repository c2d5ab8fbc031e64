package health.vigil.care.billing;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// The time that people logged. An entry is taken back, never changed.
final class TimeLog {

    private final Jdbi jdbi;
    private final Clock clock;

    TimeLog(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// Those of some patients from a day on, taken back or not, by day.
    List<TimeEntry> of(Collection<UUID> patients, LocalDate from) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select entry_id, patient_id, day, minutes, activity, logged_by, logged_at, withdrawn_by,
                            withdrawn_at, withdrawn_for
                        from care.time_entry
                        where patient_id = any(:patients) and day >= :from
                        order by day, logged_at, entry_id
                        """)
                .bindArray("patients", UUID.class, patients.toArray())
                .bind("from", from)
                .map(ConstructorMapper.of(TimeEntry.class))
                .list());
    }

    TimeEntry add(UUID patient, LocalDate day, int minutes, String activity, String by) {
        var entry = new TimeEntry(
                UUID.randomUUID(), patient, day, minutes, activity, by, clock.instant(), null, null, null);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into care.time_entry (entry_id, patient_id, day, minutes, activity, logged_by, logged_at)
                        values (:entryId, :patientId, :day, :minutes, :activity, :loggedBy, :loggedAt)
                        """).bindMethods(entry).execute());
        return entry;
    }

    /// Takes an entry back.
    ///
    /// @return whether the patient has one that counted until now
    boolean withdraw(UUID patient, UUID entry, String reason, String by) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update care.time_entry
                                set withdrawn_by = :by, withdrawn_at = :now, withdrawn_for = :reason
                                where entry_id = :entry and patient_id = :patient and withdrawn_by is null
                                """)
                        .bind("by", by)
                        .bind("now", clock.instant())
                        .bind("reason", reason)
                        .bind("entry", entry)
                        .bind("patient", patient)
                        .execute()
                == 1);
    }
}
