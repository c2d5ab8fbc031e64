package health.vigil.alerts.store;

import health.vigil.alerts.lifecycle.AlertState;
import health.vigil.alerts.lifecycle.AlertState.Recall;
import health.vigil.alerts.lifecycle.AlertState.WaitsFor;
import health.vigil.alerts.routing.Course;
import health.vigil.alerts.routing.Urgency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The courses of alerts in the database. Whoever changes one holds the lock of its alert's row.
public final class Courses {

    private static final String COURSE = """
            select a.alert_id, a.state, a.resolved_by, e.urgency, e.round, e.step, e.due, e.waits_for
            from alerts.alert a join alerts.escalation e using (alert_id)
            """;

    private Courses() {}

    /// The course of an alert, which nobody else changes until the transaction ends.
    public static Optional<Course> lock(Handle handle, UUID alert) {
        // The lock first: what is read together with it would be as it was before the wait.
        handle.createQuery("select 1 from alerts.alert where alert_id = :id for update")
                .bind("id", alert)
                .mapTo(Integer.class)
                .findOne();
        return handle.createQuery(COURSE + "where a.alert_id = :id")
                .bind("id", alert)
                .map((row, _) -> course(row))
                .findOne();
    }

    /// Those alerts' courses; the caller holds their locks.
    public static Map<UUID, Course> of(Handle handle, Collection<UUID> alerts) {
        return handle
                .createQuery(COURSE + "where a.alert_id = any(:ids)")
                .bindArray("ids", UUID.class, alerts)
                .map((row, _) -> Map.entry(row.getObject(1, UUID.class), course(row)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Course course(ResultSet row) throws SQLException {
        var due = instant(row.getObject("due", OffsetDateTime.class));
        return new Course(
                AlertState.of(
                        row.getString("state"),
                        row.getString("resolved_by"),
                        due,
                        waitsFor(row.getString("waits_for"))),
                Urgency.valueOf(row.getString("urgency")),
                row.getInt("round"),
                row.getInt("step"),
                due);
    }

    private static @Nullable WaitsFor waitsFor(@Nullable String name) {
        return name == null ? null : WaitsFor.valueOf(name);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }

    public static void save(Handle handle, UUID alert, Course course) {
        handle.execute(
                "update alerts.alert set state = ?, resolved_by = ? where alert_id = ?",
                course.state().code(),
                course.state() instanceof AlertState.Resolved(String by) ? by : null,
                alert);
        handle.createUpdate("""
                        insert into alerts.escalation (alert_id, urgency, round, step, due, waits_for)
                        values (:alert, :urgency, :round, :step, :due, :waitsFor)
                        on conflict (alert_id) do update set urgency = excluded.urgency, round = excluded.round,
                            step = excluded.step, due = excluded.due, waits_for = excluded.waits_for
                        """)
                .bind("alert", alert)
                .bind("urgency", course.urgency().name())
                .bind("round", course.round())
                .bind("step", course.step())
                .bind("due", course.due())
                .bind(
                        "waitsFor",
                        course.state() instanceof AlertState.Acknowledged(Recall recall) && recall != null
                                ? recall.waitsFor().name()
                                : null)
                .execute();
    }
}
