package health.vigil.alerts.worklist;

import health.vigil.alerts.feed.AlertChanges;
import health.vigil.alerts.intake.Steps;
import health.vigil.alerts.lifecycle.AlertState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// The alerts in the database, and what people do to them.
public final class Alerts {

    private static final String VIEW = """
            select a.alert_id, a.patient_id, p.given_name || ' ' || p.family_name as patient_name, p.zone, a.severity,
                a.rule_id, a.kind, a.reason, a.first_at, a.first_text, a.worst_text, a.latest_at, a.latest_received,
                a.latest_text, a.readings, a.late, a.clock_suspect, a.cleared_at, a.state, a.acknowledged_by,
                a.acknowledged_at, a.note, a.raised_at, a.unconfirmed, a.plan_version, a.gone_because
            from alerts.alert a left join care.patient p using (patient_id)
            """;

    /// Critical first; what lasts before what is over; then the newest.
    private static final String MOST_URGENT_FIRST = """
            order by array_position(array['CRITICAL', 'HIGH', 'LOW', 'INFORMATION'], a.severity),
                a.cleared_at is not null, a.latest_at desc, a.alert_id
            limit :limit
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    Alerts(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// Alerts in that state, most urgent first.
    List<AlertView> list(String state, Optional<Boolean> late, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(VIEW + """
                        where a.state = :state and (cast(:late as boolean) is null or a.late = :late)
                        """ + MOST_URGENT_FIRST)
                .bind("state", state)
                .bind("late", late.orElse(null))
                .bind("limit", limit)
                .map(ConstructorMapper.of(AlertView.class))
                .list());
    }

    int count(String state, boolean late) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from alerts.alert where state = :state and late = :late")
                        .bind("state", state)
                        .bind("late", late)
                        .mapTo(Integer.class)
                        .one());
    }

    Optional<AlertView> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(VIEW + "where a.alert_id = :id")
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

    /// What came of an attempt to act on an alert.
    enum Result {
        DONE,
        NOT_FOUND,
        NOT_POSSIBLE
    }

    Result acknowledge(UUID id, String who, String note) {
        return act(
                id,
                (handle, state) -> switch (state) {
                    case AlertState.Open open -> {
                        handle.execute(
                                "update alerts.alert set acknowledged_by = ?, acknowledged_at = ?, note = ? where alert_id = ?",
                                who,
                                clock.instant(),
                                note,
                                id);
                        yield Optional.of(
                                overAlready(handle, id)
                                        ? open.acknowledge().resolve(AlertState.VIGIL)
                                        : open.acknowledge());
                    }
                    case AlertState.Acknowledged _,
                            AlertState.Resolved _,
                            AlertState.Superseded _,
                            AlertState.Withdrawn _ -> Optional.empty();
                },
                "acknowledged",
                who,
                note);
    }

    Result resolve(UUID id, String who, String note) {
        return act(
                id,
                (_, state) -> switch (state) {
                    case AlertState.Open open -> Optional.of(open.resolve(who));
                    case AlertState.Acknowledged acknowledged -> Optional.of(acknowledged.resolve(who));
                    case AlertState.Resolved _, AlertState.Superseded _, AlertState.Withdrawn _ -> Optional.empty();
                },
                "resolved",
                who,
                note);
    }

    private static boolean overAlready(Handle handle, UUID id) {
        return handle.createQuery("select cleared_at is not null from alerts.alert where alert_id = :id")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    private interface Transition {
        Optional<AlertState> from(Handle handle, AlertState state);
    }

    private Result act(UUID id, Transition transition, String step, String who, String note) {
        return jdbi.inTransaction(handle -> {
            var state = handle.createQuery(
                            "select state, coalesce(resolved_by, '') from alerts.alert where alert_id = :id for update")
                    .bind("id", id)
                    .map((row, _) -> AlertState.of(row.getString(1), row.getString(2)))
                    .findOne();
            if (state.isEmpty()) {
                return Result.NOT_FOUND;
            }
            var next = transition.from(handle, state.get());
            if (next.isEmpty()) {
                return Result.NOT_POSSIBLE;
            }
            handle.execute(
                    "update alerts.alert set state = ?, resolved_by = ? where alert_id = ?",
                    next.get().code(),
                    next.get() instanceof AlertState.Resolved(String by) ? by : null,
                    id);
            Steps.add(handle, id, clock.instant(), step, who, note);
            AlertChanges.announce(handle);
            return Result.DONE;
        });
    }
}
