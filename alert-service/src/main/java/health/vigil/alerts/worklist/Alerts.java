package health.vigil.alerts.worklist;

import health.vigil.alerts.store.InReach;
import health.vigil.alerts.teams.Teams;
import health.vigil.kit.sight.Reach;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The alerts in the database.
public final class Alerts {

    private static final String SELECT = """
            select a.alert_id, a.patient_id, p.identity as patient_name, p.identity as phone, p.zone,
                a.severity, a.rule_id, a.kind, a.reason, a.first_at, a.first_text, a.worst_text, a.latest_at,
                a.latest_received, a.latest_text, a.readings, a.late, a.clock_suspect, a.cleared_at, a.state,
                a.acknowledged_by, a.acknowledged_at, a.note, a.raised_at, a.unconfirmed, a.plan_version, a.gone_because,
                a.resolved_by, a.outcome, e.urgency, e.due, e.waits_for
            """;

    private static final String JOINS = """
             a left join care.patient p using (patient_id) left join alerts.escalation e using (alert_id)
            """;

    private static final String VIEW = SELECT + "from alerts.alert" + JOINS;

    private static final String RANK = "array_position(array['CRITICAL', 'HIGH', 'LOW', 'INFORMATION'], a.severity)";

    /// Critical first; what lasts before what is over; then the newest.
    private static final String PLACE =
            "(" + RANK + ", (a.cleared_at is not null)::integer, -extract(epoch from a.latest_at), a.alert_id)";

    private static final String IN_REACH = InReach.condition("a.patient_id");

    private static final String FILTER = """
            where a.state = any(:states)
                and (cast(:severity as text) is null or a.severity = :severity)
                and (cast(:late as boolean) is null or a.late = :late)
                and (cast(:patient as uuid) is null or a.patient_id = :patient)
                and (cast(:rule as text) is null or a.rule_id = :rule)
                and (cast(:patient as uuid) is not null or not exists (select from alerts.patient_team t
                    where t.patient_id = a.patient_id and t.team_id = :watchdog))
                and (:everyPanel or (select coalesce(max(t.team_id::text || '/' || t.panel), :nowhere)
                    from alerts.patient_team t where t.patient_id = a.patient_id) = any(:panels))
            """ + " and " + IN_REACH;

    private final Jdbi jdbi;

    public Alerts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// A part of a list.
    ///
    /// @param next where the rest begins; absent at the end
    record Page(List<AlertView> alerts, @Nullable String next) {}

    /// The first of those alerts, most urgent first.
    List<AlertView> list(Filter filter, int limit) {
        return page(filter, Optional.empty(), limit).alerts();
    }

    Page page(Filter filter, Optional<Place> after, int limit) {
        return jdbi.withHandle(handle -> {
            // Names and deadlines of those that are shown, not of all that are open.
            var picked = "with picked as (select a.* from alerts.alert a " + FILTER + """
                    and (cast(:rank as integer) is null or %1$s > (:rank, :over, :age, :id))
                    order by %1$s limit :limit)
                    """.formatted(PLACE);
            var order = " order by " + PLACE;
            var query = bound(handle.createQuery(picked + SELECT + "from picked" + JOINS + order), filter)
                    .bind("rank", after.map(Place::rank).orElse(null))
                    .bind("over", after.map(Place::over).orElse(0))
                    .bind("age", after.map(Place::age).orElse(BigDecimal.ZERO))
                    .bind("id", after.map(Place::alert).orElse(new UUID(0, 0)))
                    .bind("limit", limit + 1)
                    .map(ConstructorMapper.of(AlertView.class))
                    .list();
            if (query.size() <= limit) {
                return new Page(query, null);
            }
            var shown = query.subList(0, limit);
            return new Page(shown, shown.getLast().place().cursor());
        });
    }

    private static <Q extends SqlStatement<Q>> Q bound(Q query, Filter filter) {
        return InReach.bind(query, filter.reach())
                .bindArray("states", String.class, filter.states())
                .bind("severity", filter.severity().orElse(null))
                .bind("late", filter.late().orElse(null))
                .bind("patient", filter.patient().orElse(null))
                .bind("rule", filter.rule().orElse(null))
                .bind("watchdog", Teams.WATCHDOG)
                .bind("everyPanel", filter.panels().isEmpty())
                .bind("nowhere", Panels.NOWHERE)
                .bindArray("panels", String.class, filter.panels());
    }

    /// What that person resolved a moment ago, the latest first.
    List<AlertView> justResolved(String who, Reach reach, Instant since, int limit) {
        return jdbi.withHandle(handle -> InReach.bind(handle.createQuery(VIEW + """
                        where a.state = 'resolved' and a.alert_id in (
                            select s.alert_id from alerts.step s
                            where s.step = 'resolved' and s.who = :who and s.at > :since
                            order by s.step_id desc limit :limit) and
                        """ + IN_REACH), reach)
                .bind("who", who)
                .bind("since", since)
                .bind("limit", limit)
                .map(ConstructorMapper.of(AlertView.class))
                .list());
    }

    int count(Filter filter) {
        return jdbi.withHandle(
                handle -> bound(handle.createQuery("select count(*) from alerts.alert a " + FILTER), filter)
                        .mapTo(Integer.class)
                        .one());
    }

    /// That alert; empty where there is none, or none within reach.
    Optional<AlertView> find(UUID id, Reach reach) {
        return jdbi.withHandle(
                handle -> InReach.bind(handle.createQuery(VIEW + "where a.alert_id = :id and " + IN_REACH), reach)
                        .bind("id", id)
                        .map(ConstructorMapper.of(AlertView.class))
                        .findOne());
    }

    /// Why it was raised, as it was written then; empty for an alert of an older Vigil.
    Optional<String> explanation(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select explanation from alerts.alert where alert_id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
    }

    /// Something that happened to an alert.
    public record Step(Instant at, String step, String who, String note) {}

    List<Step> steps(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select at, step, who, note from alerts.step where alert_id = :id order by step_id")
                .bind("id", id)
                .map(ConstructorMapper.of(Step.class))
                .list());
    }
}
