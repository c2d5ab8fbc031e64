package health.vigil.local.recorded;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Presence;
import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// The alerts that the stored readings demand by the pure function, and those that are there.
record DemandedAlerts(Jdbi jdbi) {

    record Alert(
            UUID id,
            String rule,
            String severity,
            String reason,
            Instant firstAt,
            Instant latestAt,
            int readings,
            boolean late,
            Optional<Instant> clearedAt) {}

    Set<Alert> present() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select alert_id, rule_id, severity, reason, first_at, latest_at, readings, late, cleared_at
                        from alerts.alert where state not in ('superseded', 'withdrawn')
                        """)
                .map((row, _) -> new Alert(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getTimestamp(5).toInstant(),
                        row.getTimestamp(6).toInstant(),
                        row.getInt(7),
                        row.getBoolean(8),
                        Optional.ofNullable(row.getTimestamp(9)).map(Timestamp::toInstant)))
                .collect(Collectors.toSet()));
    }

    private record Stored(UUID patient, ZoneId zone, Reading reading) {}

    private record Owner(UUID patient, ZoneId zone) {}

    Set<Alert> demanded() {
        List<Stored> readings = jdbi.withHandle(
                handle -> handle.createQuery("""
                        select r.*, p.zone from vitals.reading r join care.patient p using (patient_id)
                        where r.status = 'FINAL'
                        """).map((row, _) -> stored(row)).list());
        var byOwner = readings.stream()
                .collect(Collectors.groupingBy(
                        stored -> new Owner(stored.patient(), stored.zone()),
                        Collectors.mapping(Stored::reading, Collectors.toList())));
        return byOwner.entrySet().stream()
                .flatMap(entry -> episodes(entry.getKey(), entry.getValue()).stream())
                .map(DemandedAlerts::alert)
                .collect(Collectors.toSet());
    }

    /// By the standard template, which watches nothing that depends on the time of the evaluation.
    private static List<Episode> episodes(Owner owner, List<Reading> readings) {
        var plans = PlanHistory.always(Template.STANDARD.in(owner.zone()));
        var byKind = readings.stream().collect(Collectors.groupingBy(Reading::kind));
        return new Evaluation(
                        owner.patient(),
                        plans,
                        kind -> Series.of(byKind.getOrDefault(kind, List.of())),
                        Presence.UNKNOWN,
                        Instant.MAX)
                .episodes();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        var values = new EnumMap<Metric, Value>(Metric.class);
        for (var metric : Metric.values()) {
            var number = row.getDouble(metric.code().replace('-', '_'));
            if (!row.wasNull()) {
                values.put(metric, new Value.Exact(number));
            }
        }
        if (row.getString("out_of_range") != null) {
            values.put(Metric.GLUCOSE, Value.OutOfRange.valueOf(row.getString("out_of_range")));
        }
        return new Stored(
                row.getObject("patient_id", UUID.class),
                ZoneId.of(row.getString("zone")),
                new Reading(
                        row.getObject("reading_id", UUID.class),
                        ReadingKind.of(row.getString("kind")).orElseThrow(),
                        row.getTimestamp("measured_at").toInstant(),
                        row.getTimestamp("received_at").toInstant(),
                        row.getBoolean("clock_suspect"),
                        values));
    }

    private static Alert alert(Episode episode) {
        return new Alert(
                episode.id(),
                episode.ruleId(),
                episode.severity().name(),
                episode.reason(),
                episode.first().measuredAt(),
                episode.latest().measuredAt(),
                episode.readings(),
                episode.late(),
                episode.clearedAt());
    }
}
