package health.vigil.care.billing;

import health.vigil.clinical.billing.DeviceDays;
import health.vigil.clinical.billing.Evidence;
import health.vigil.clinical.plans.PlanHistory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Reads on which days readings came. What was entered in error counts for nothing, and what a wrong clock dated for no
/// day.
final class Transmissions {

    private static final int PORTION = 5000;

    private final Jdbi jdbi;

    Transmissions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Row(UUID patient, Instant at, UUID reading, boolean manual) {}

    private record Both(List<Evidence> sent, List<Evidence> typed) {}

    /// The days of some patients.
    ///
    /// @param histories of each patient, whose zones make the days
    /// @param from inclusive
    Map<UUID, DeviceDays> of(Map<UUID, PlanHistory> histories, Instant from) {
        var found = new HashMap<UUID, Both>();
        // Within a transaction the driver fetches in portions.
        jdbi.useTransaction(handle -> handle.createQuery("""
                        select patient_id, measured_at, reading_id, manual from vitals.reading
                        where patient_id = any(:patients) and measured_at >= :from and status = 'FINAL'
                            and not clock_suspect
                        """)
                .bindArray("patients", UUID.class, histories.keySet().toArray())
                .bind("from", from)
                .setFetchSize(PORTION)
                .map((row, _) -> new Row(
                        row.getObject(1, UUID.class),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getObject(3, UUID.class),
                        row.getBoolean(4)))
                .forEach(row -> {
                    var both =
                            found.computeIfAbsent(row.patient(), _ -> new Both(new ArrayList<>(), new ArrayList<>()));
                    var history = histories.get(row.patient());
                    if (history != null) {
                        (row.manual() ? both.typed() : both.sent())
                                .add(new Evidence(history.dayOf(row.at()), row.reading()));
                    }
                }));
        var days = new HashMap<UUID, DeviceDays>();
        histories.keySet().forEach(patient -> {
            var both = found.getOrDefault(patient, new Both(List.of(), List.of()));
            days.put(patient, DeviceDays.of(both.sent(), both.typed()));
        });
        return days;
    }

    /// The first device day of each patient who has one.
    Map<UUID, LocalDate> firstDays(Map<UUID, PlanHistory> histories) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select patient_id, min(measured_at) as first
                        from unnest(:patients) patients (patient_id)
                        cross join unnest(array['blood-pressure', 'glucose', 'weight']) kinds (kind)
                        cross join lateral (
                            select measured_at from vitals.reading r
                            where r.patient_id = patients.patient_id and r.kind = kinds.kind and r.status = 'FINAL'
                                and not r.clock_suspect and not r.manual
                            order by measured_at limit 1) first
                        group by patient_id
                        """)
                .bindArray("patients", UUID.class, histories.keySet().toArray())
                .reduceRows(new HashMap<>(), (first, row) -> {
                    var patient = row.getColumn("patient_id", UUID.class);
                    var history = histories.get(patient);
                    if (history != null) {
                        first.put(
                                patient,
                                history.dayOf(row.getColumn("first", OffsetDateTime.class)
                                        .toInstant()));
                    }
                    return first;
                }));
    }
}
