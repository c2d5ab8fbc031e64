package health.vigil.care.billing;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The first day of each patient's first 30-day period, where somebody has set it, or an export has fixed it.
final class Monitoring {

    private final Jdbi jdbi;
    private final Clock clock;

    Monitoring(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    Map<UUID, LocalDate> starts(Collection<UUID> patients) {
        return jdbi.withHandle(handle -> starts(handle, patients));
    }

    static Map<UUID, LocalDate> starts(Handle handle, Collection<UUID> patients) {
        return handle.createQuery("select patient_id, first_day from care.monitoring where patient_id = any(:patients)")
                .bindArray("patients", UUID.class, patients.toArray())
                .reduceRows(new HashMap<>(), (starts, row) -> {
                    starts.put(row.getColumn("patient_id", UUID.class), row.getColumn("first_day", LocalDate.class));
                    return starts;
                });
    }

    /// Sets the day, unless periods that begin by another were exported: those stand.
    ///
    /// @return whether it is that day now
    boolean begin(UUID patient, LocalDate firstDay, String by) {
        return jdbi.inTransaction(handle -> {
            BillingExports.lock(handle);
            var isExported = handle.createQuery(
                            "select exists (select from care.billed where patient_id = :patient and service = 'DEVICE')")
                    .bind("patient", patient)
                    .mapTo(Boolean.class)
                    .one();
            if (isExported) {
                return firstDay.equals(starts(handle, Set.of(patient)).get(patient));
            }
            put(handle, patient, firstDay, by);
            return true;
        });
    }

    /// Sets the day.
    void put(Handle handle, UUID patient, LocalDate firstDay, String by) {
        handle.createUpdate("""
                        insert into care.monitoring (patient_id, first_day, set_by, set_at)
                        values (:patient, :firstDay, :by, :now)
                        on conflict (patient_id) do update set first_day = excluded.first_day, set_by = excluded.set_by,
                            set_at = excluded.set_at
                        """)
                .bind("patient", patient)
                .bind("firstDay", firstDay)
                .bind("by", by)
                .bind("now", clock.instant())
                .execute();
    }
}
