package health.vigil.local.drill;

import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Presence;
import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// The alerts that readings demand by the pure function, and those that Vigil has raised.
final class AlertReckoning {

    private static final PlanHistory PLANS = PlanHistory.always(Template.STANDARD.in(ZoneOffset.UTC));

    private AlertReckoning() {}

    static Map<UUID, RaisedAlert> demanded(Map<UUID, List<Reading>> readingsByPatient) {
        return readingsByPatient.entrySet().stream()
                .flatMap(entry -> new Evaluation(
                                entry.getKey(), PLANS, series(entry.getValue())::of, Presence.UNKNOWN, Instant.MAX)
                        .episodes().stream())
                .map(RaisedAlert::of)
                .collect(Collectors.toMap(RaisedAlert::id, alert -> alert));
    }

    private record ByKind(Map<ReadingKind, Series> series) {
        Series of(ReadingKind kind) {
            return series.getOrDefault(kind, Series.of(List.of()));
        }
    }

    private static ByKind series(List<Reading> readings) {
        return new ByKind(readings.stream()
                .collect(Collectors.groupingBy(
                        Reading::kind, Collectors.collectingAndThen(Collectors.toList(), Series::of))));
    }

    /// Those that count: not taken back, and not taken over by another.
    static Map<UUID, RaisedAlert> raised(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select alert_id, rule_id, severity, first_at, latest_at, readings, cleared_at
                        from alerts.alert where state not in ('superseded', 'withdrawn')
                        """)
                .map((row, _) -> new RaisedAlert(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getTimestamp(4).toInstant(),
                        row.getTimestamp(5).toInstant(),
                        row.getInt(6),
                        Optional.ofNullable(row.getTimestamp(7)).map(Timestamp::toInstant)))
                .collect(Collectors.toMap(RaisedAlert::id, alert -> alert)));
    }

    /// Those that were raised more often than once.
    static List<UUID> raisedAgain(Jdbi jdbi) {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select alert_id from alerts.step where step = 'raised' group by alert_id having count(*) > 1
                        """).mapTo(UUID.class).list());
    }
}
