package health.vigil.care.panel;

import health.vigil.care.patients.Patient;
import health.vigil.care.plans.Plans;
import health.vigil.clinical.trends.Course;
import health.vigil.clinical.trends.DayFigures;
import health.vigil.clinical.vitals.Metric;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Keeps how each patient stands, and works it out anew only for those of whom something has changed, or whose day has
/// ended: a panel of thousands opens at once, and is never out of date.
///
/// Which transaction revised a patient decides, not a clock: see `vitals.patient_revision`.
final class Standings {

    private static final int PORTION = 500;

    /// Plans that were made so shortly before the last look may have been committed after it.
    private static final Duration SLOW_COMMIT = Duration.ofMinutes(2);

    private record Held(Standing standing, Patient patient) {}

    /// Who was revised, and the transaction from which to look the next time.
    private record Revised(List<UUID> patients, String horizon) {}

    private final Jdbi jdbi;
    private final Plans plans;
    private final Clock clock;
    private final Map<UUID, Held> standings = new HashMap<>();
    private String seenUpTo = "0";
    private Instant plansSeen = Instant.EPOCH;

    Standings(Jdbi jdbi, Plans plans, Clock clock) {
        this.jdbi = jdbi;
        this.plans = plans;
        this.clock = clock;
    }

    /// How these patients stand now.
    synchronized Map<UUID, Standing> of(Collection<Patient> patients) {
        forgetRevised();
        var missing = new ArrayList<Patient>();
        for (var patient : patients) {
            var held = standings.get(patient.patientId());
            if (held == null
                    || !held.patient().zone().equals(patient.zone())
                    || !held.standing().day().equals(today(patient))) {
                missing.add(patient);
            }
        }
        for (var from = 0; from < missing.size(); from += PORTION) {
            workOut(missing.subList(from, Math.min(missing.size(), from + PORTION)));
        }
        var found = new HashMap<UUID, Standing>();
        patients.forEach(patient -> {
            var held = standings.get(patient.patientId());
            if (held != null) {
                found.put(patient.patientId(), held.standing());
            }
        });
        return found;
    }

    private LocalDate today(Patient patient) {
        return LocalDate.ofInstant(clock.instant(), patient.zoneId());
    }

    private void forgetRevised() {
        var now = clock.instant();
        var revised = jdbi.inTransaction(handle -> {
            // All transactions before this one have ended: what they did is seen from here on.
            var horizon = handle.createQuery("select pg_snapshot_xmin(pg_current_snapshot())::text")
                    .mapTo(String.class)
                    .one();
            var patients = handle.createQuery("""
                            select patient_id from vitals.patient_revision where tx >= :seen::xid8
                            union
                            select patient_id from care.plan
                            where created_at >= :plansSeen or (effective_from >= :plansSeen and effective_from <= :now)
                            """)
                    .bind("seen", seenUpTo)
                    .bind("plansSeen", plansSeen)
                    .bind("now", now)
                    .mapTo(UUID.class)
                    .list();
            return new Revised(patients, horizon);
        });
        revised.patients().forEach(standings::remove);
        // Only now: what could not be read is looked for again.
        seenUpTo = revised.horizon();
        plansSeen = now.minus(SLOW_COMMIT);
    }

    private void workOut(List<Patient> patients) {
        var ids = patients.stream().map(Patient::patientId).toArray(UUID[]::new);
        var first = patients.stream().map(this::today).min(LocalDate::compareTo).orElseThrow();
        var figures = figures(ids, first.minusDays(Course.DAYS));
        var latest = latest(ids);
        var histories = plans.histories(List.of(ids));
        for (var patient : patients) {
            var id = patient.patientId();
            var plan = histories.get(id);
            if (plan != null) {
                var standing = Standing.of(
                        today(patient), latest.get(id), figures.getOrDefault(id, Map.of()), plan.at(clock.instant()));
                standings.put(id, new Held(standing, patient));
            }
        }
    }

    private Map<UUID, Map<Metric, NavigableMap<LocalDate, DayFigures>>> figures(UUID[] ids, LocalDate after) {
        var figures = new HashMap<UUID, Map<Metric, NavigableMap<LocalDate, DayFigures>>>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select patient_id, metric, day, count, coalesce(numbers, count), mean, below, in_range, above
                        from vitals.day_summary
                        where patient_id = any(:ids) and metric = any(:metrics) and day > :after
                        """)
                .bindArray("ids", UUID.class, (Object[]) ids)
                .bindArray("metrics", String.class, (Object[])
                        Standing.METRICS.stream().map(Metric::code).toArray(String[]::new))
                .bind("after", after)
                .map((row, _) -> add(figures, row))
                .forEach(_ -> {}));
        return figures;
    }

    private static UUID add(Map<UUID, Map<Metric, NavigableMap<LocalDate, DayFigures>>> figures, ResultSet row)
            throws SQLException {
        var patient = row.getObject(1, UUID.class);
        var day = row.getObject(3, LocalDate.class);
        var number = row.getDouble(6);
        var mean = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(number);
        figures.computeIfAbsent(patient, _ -> new EnumMap<>(Metric.class))
                .computeIfAbsent(Metric.of(row.getString(2)).orElseThrow(), _ -> new TreeMap<>())
                .put(
                        day,
                        new DayFigures(
                                day, row.getInt(4), row.getInt(5), mean, row.getInt(7), row.getInt(8), row.getInt(9)));
        return patient;
    }

    private Map<UUID, Instant> latest(UUID[] ids) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select patient_id, max(measured_at) as latest
                        from unnest(:ids) patients (patient_id)
                        cross join unnest(array['blood-pressure', 'glucose', 'weight']) kinds (kind)
                        cross join lateral (
                            select measured_at from vitals.reading r
                            where r.patient_id = patients.patient_id and r.kind = kinds.kind and r.status = 'FINAL'
                                and not r.clock_suspect
                            order by measured_at desc limit 1) latest
                        group by patient_id
                        """)
                .bindArray("ids", UUID.class, (Object[]) ids)
                .reduceRows(new HashMap<>(), (found, row) -> {
                    found.put(
                            row.getColumn("patient_id", UUID.class),
                            row.getColumn("latest", OffsetDateTime.class).toInstant());
                    return found;
                }));
    }
}
