package health.vigil.alerts.burden;

import health.vigil.alerts.store.InReach;
import health.vigil.kit.identity.PatientName;
import health.vigil.kit.sight.Reach;
import health.vigil.kit.sight.Sight;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// What alerts asked of people in some days.
///
/// @param shifts by the hour at which they were raised: 6 to 14, 14 to 22, 22 to 6 local time
/// @param rules the ones that make the most noise first
/// @param stalePlans those that nobody has looked at for 90 days, the oldest first
public record Burden(
        int days,
        Total total,
        List<Line> shifts,
        List<Line> nurses,
        List<Line> rules,
        List<Line> patients,
        List<StalePlan> stalePlans) {

    private static final Duration STALE = Duration.ofDays(90);
    private static final int MOST = 20;

    /// The first thing that a human did about an alert.
    private static final String FIRST_ACT = """
            with raised as (
                select a.alert_id, a.patient_id, a.rule_id, a.severity, a.raised_at, a.outcome, a.state,
                    s.who, s.at - a.raised_at as after,
                    extract(hour from a.raised_at at time zone :zone) as hour
                from alerts.alert a left join lateral (
                    select s.who, s.at from alerts.step s where s.alert_id = a.alert_id and s.who <> 'Vigil'
                    order by s.step_id limit 1) s on true
                where a.raised_at >= :since and a.state not in ('superseded', 'withdrawn')
                    and not exists (select from alerts.patient_team t
                        where t.patient_id = a.patient_id and t.team_id = :watchdog)
                    and %s)
            """.formatted(InReach.condition("a.patient_id"));

    private static final String FIGURES = """
            count(*) as alerts,
            count(*) filter (where severity = 'CRITICAL') as critical,
            percentile_cont(0.5) within group (order by extract(epoch from after))
                filter (where after is not null) as p50_seconds,
            percentile_cont(0.9) within group (order by extract(epoch from after))
                filter (where after is not null) as p90_seconds,
            count(*) filter (where state = 'resolved' and outcome is not null) as resolved,
            count(*) filter (where state = 'resolved' and outcome = 'no-action') as no_action
            """;

    /// All alerts together.
    ///
    /// @param p50Seconds half of them were dealt with for the first time by then
    /// @param resolved by a human
    /// @param noAction of those
    public record Total(
            long alerts,
            long critical,
            @Nullable Double p50Seconds,
            @Nullable Double p90Seconds,
            long resolved,
            long noAction) {

        /// Of those that a human resolved; 0 where there are none.
        public long noActionPercent() {
            return resolved == 0 ? 0 : Math.round(100.0 * noAction / resolved);
        }
    }

    /// The same of some.
    ///
    /// @param patientId a patient whose plan to look at; absent where that says nothing
    public record Line(
            String name,
            @Nullable UUID patientId,
            long alerts,
            long critical,
            @Nullable Double p50Seconds,
            @Nullable Double p90Seconds,
            long resolved,
            long noAction) {

        public long noActionPercent() {
            return resolved == 0 ? 0 : Math.round(100.0 * noAction / resolved);
        }

        Line of(String other) {
            return new Line(other, patientId, alerts, critical, p50Seconds, p90Seconds, resolved, noAction);
        }
    }

    /// A plan that nobody has looked at for long.
    public record StalePlan(UUID patientId, @PatientName String name, Instant since) {}

    /// What is asked for.
    ///
    /// @param reach of whose alerts
    record Asked(Reach reach, Instant since, ZoneId zone) {

        private Query of(Handle handle, String query) {
            return InReach.bind(handle.createQuery(FIRST_ACT + query), reach)
                    .bind("since", since)
                    .bind("zone", zone.getId())
                    .bind("watchdog", Sight.WATCHDOG);
        }
    }

    static Burden of(Jdbi jdbi, Reach reach, Clock clock, ZoneId zone, int days) {
        return jdbi.withHandle(handle -> {
            var asked = new Asked(reach, clock.instant().minus(Duration.ofDays(days)), zone);
            var total = asked.of(handle, "select " + FIGURES + " from raised")
                    .map(ConstructorMapper.of(Total.class))
                    .one();
            var shift = """
                    case when hour between 6 and 13 then 'early, 6 to 14'
                        when hour between 14 and 21 then 'late, 14 to 22'
                        else 'night, 22 to 6' end""";
            return new Burden(
                    days,
                    total,
                    lines(handle, asked, shift, "null", ""),
                    lines(handle, asked, "coalesce(who, 'nobody yet')", "null", ""),
                    lines(handle, asked, "rule_id", "mode() within group (order by patient_id)", ""),
                    named(handle, lines(handle, asked, "patient_id::text", "patient_id", ", patient_id")),
                    stalePlans(handle, reach, clock.instant().minus(STALE)));
        });
    }

    /// The patients whom it names or links to.
    List<UUID> named() {
        return Stream.concat(
                        Stream.of(rules, patients).flatMap(List::stream).map(Line::patientId),
                        stalePlans.stream().map(StalePlan::patientId))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static List<Line> lines(Handle handle, Asked asked, String name, String patient, String groupedToo) {
        return asked.of(
                        handle,
                        "select %s as name, cast(%s as uuid) as patient_id, %s".formatted(name, patient, FIGURES)
                                + " from raised group by 1%s order by count(*) desc, 1 limit :most"
                                        .formatted(groupedToo))
                .bind("most", MOST)
                .map(ConstructorMapper.of(Line.class))
                .list();
    }

    /// In place of their ids.
    private static List<Line> named(Handle handle, List<Line> lines) {
        var names = handle
                .createQuery("""
                        select patient_id, identity as name from care.patient
                        where patient_id = any(:patients) and identity is not null
                        """)
                .bindArray(
                        "patients",
                        UUID.class,
                        lines.stream().map(Line::patientId).toList())
                .map(ConstructorMapper.of(Named.class))
                .stream()
                .collect(Collectors.toMap(Named::patientId, Named::name));
        return lines.stream()
                .map(line -> line.of(names.getOrDefault(line.patientId(), "Unknown patient")))
                .toList();
    }

    /// A patient with name.
    public record Named(UUID patientId, @PatientName String name) {}

    private static List<StalePlan> stalePlans(Handle handle, Reach reach, Instant before) {
        return InReach.bind(handle.createQuery("""
                        select p.patient_id, p.identity as name, max(v.created_at) as since
                        from care.patient p join care.plan v using (patient_id)
                        where %s and p.identity is not null
                        group by p.patient_id having max(v.created_at) < :before order by 3 limit :most
                        """.formatted(InReach.condition("p.patient_id"))), reach)
                .bind("before", before)
                .bind("most", MOST)
                .map(ConstructorMapper.of(StalePlan.class))
                .list();
    }

    /// A time to act in words; a dash where there is none.
    public static String words(@Nullable Double seconds) {
        if (seconds == null) {
            return "–";
        }
        return seconds < 90
                ? "%.0f s".formatted(seconds)
                : seconds < 5400 ? "%.0f min".formatted(seconds / 60) : "%.1f h".formatted(seconds / 3600);
    }
}
