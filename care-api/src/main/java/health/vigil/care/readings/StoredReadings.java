package health.vigil.care.readings;

import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Reads the valid readings of one patient or many.
public final class StoredReadings {

    private static final int PORTION = 5000;

    private final Jdbi jdbi;

    public StoredReadings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// The readings measured from a moment (inclusive) to another (exclusive), each patient's oldest first.
    public Map<UUID, List<Reading>> of(Collection<UUID> patients, Instant from, Instant to) {
        // Within a transaction the driver fetches in portions.
        return jdbi.inTransaction(handle -> {
            var confirmed = confirmed(handle, patients);
            var readings = new HashMap<UUID, List<Reading>>();
            patients.forEach(patient -> readings.put(patient, new ArrayList<>()));
            handle.createQuery("select " + ReadingRow.COLUMNS + """
                            from vitals.reading
                            where patient_id = any(:patients) and status = 'FINAL'
                                and measured_at >= :from and measured_at < :to
                            order by patient_id, kind, measured_at, reading_id
                            """)
                    .bindArray("patients", UUID.class, patients.toArray())
                    .bind("from", from)
                    .bind("to", to)
                    .setFetchSize(PORTION)
                    .map((row, _) ->
                            new Owned(row.getObject("patient_id", UUID.class), ReadingRow.reading(row, confirmed)))
                    .forEach(owned -> readings.getOrDefault(owned.patient(), new ArrayList<>())
                            .add(owned.reading()));
            return readings;
        });
    }

    /// When each kind of reading was last measured, of those that were at all.
    public Map<ReadingKind, Instant> latest(UUID patient) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select of_kind, measured_at
                        from unnest(array['blood-pressure', 'glucose', 'weight']) kinds (of_kind)
                        cross join lateral (
                            select measured_at from vitals.reading
                            where patient_id = :patient and kind = of_kind and status = 'FINAL' and not clock_suspect
                            order by measured_at desc limit 1) latest
                        """)
                .bind("patient", patient)
                .reduceRows(new EnumMap<>(ReadingKind.class), (latest, row) -> {
                    latest.put(
                            ReadingKind.of(row.getColumn("of_kind", String.class))
                                    .orElseThrow(),
                            row.getColumn("measured_at", Instant.class));
                    return latest;
                }));
    }

    private record Owned(UUID patient, Reading reading) {}

    private static Set<UUID> confirmed(Handle handle, Collection<UUID> patients) {
        return handle.createQuery("""
                        select reading_id from care.mark
                        where patient_id = any(:patients) and verdict = 'CONFIRMED' and unmarked_at is null
                        """)
                .bindArray("patients", UUID.class, patients.toArray())
                .mapTo(UUID.class)
                .set();
    }
}
