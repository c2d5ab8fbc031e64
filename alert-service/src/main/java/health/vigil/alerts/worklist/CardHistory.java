package health.vigil.alerts.worklist;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// What happened to the alerts of cards, what was before, and who looks at them.
final class CardHistory {

    private static final int STEPS = 8;
    private static final Duration LOOKING = Duration.ofSeconds(40);

    private CardHistory() {}

    public record Happened(UUID alertId, Instant at, String step, String who, String note) {}

    public record Present(UUID alertId, String username) {}

    static Map<UUID, List<Happened>> steps(Handle handle, Collection<UUID> ids) {
        return handle
                .createQuery("""
                        select i.alert_id, s.at, s.step, s.who, s.note from unnest(:ids) i(alert_id)
                        cross join lateral (select * from alerts.step s where s.alert_id = i.alert_id
                            order by step_id desc limit :most) s
                        order by s.step_id desc
                        """)
                .bindArray("ids", UUID.class, ids)
                .bind("most", STEPS)
                .map(ConstructorMapper.of(Happened.class))
                .stream()
                .collect(Collectors.groupingBy(Happened::alertId));
    }

    /// How many alerts a patient had in the month before, and how the latest ended.
    static Map<UUID, String> before(Handle handle, List<AlertView> alerts, Instant now) {
        var found = new HashMap<UUID, String>();
        handle.createQuery("""
                        select i.alert_id, count(*), max(b.outcome) filter (where b.place = 1)
                        from unnest(:ids, :patients) i(alert_id, patient_id) cross join lateral (
                            select a.outcome, row_number() over (order by a.raised_at desc) as place
                            from alerts.alert a where a.patient_id = i.patient_id and a.alert_id <> i.alert_id
                                and a.state = 'resolved' and a.raised_at > :since) b
                        group by i.alert_id
                        """)
                .bindArray(
                        "ids",
                        UUID.class,
                        alerts.stream().map(AlertView::alertId).toList())
                .bindArray(
                        "patients",
                        UUID.class,
                        alerts.stream().map(AlertView::patientId).toList())
                .bind("since", now.minus(Duration.ofDays(30)))
                .map((row, _) -> new Earlier(row.getObject(1, UUID.class), row.getInt(2), row.getString(3)))
                .forEach(earlier -> found.put(earlier.alert(), earlier.words()));
        return found;
    }

    private record Earlier(UUID alert, int count, @Nullable String outcome) {

        String words() {
            var last = Outcome.of(outcome == null ? "" : outcome)
                    .map(known -> "; the latest: " + known.words())
                    .orElse("");
            return "%d dealt with in 30 days%s".formatted(count, last);
        }
    }

    static Map<UUID, List<String>> looking(Handle handle, Collection<UUID> ids, String viewer, Instant now) {
        return handle
                .createQuery("""
                        select r.alert_id, coalesce(a.display_name, r.username) as username
                        from alerts.presence r left join care.account a using (username)
                        where r.alert_id = any(:ids) and r.at > :since and r.username <> :viewer order by 2
                        """)
                .bindArray("ids", UUID.class, ids)
                .bind("since", now.minus(LOOKING))
                .bind("viewer", viewer)
                .map(ConstructorMapper.of(Present.class))
                .stream()
                .collect(Collectors.groupingBy(
                        Present::alertId, Collectors.mapping(Present::username, Collectors.toList())));
    }

    static boolean canUndo(List<Happened> steps, String viewer, Instant now) {
        return steps.stream()
                .filter(step -> !step.who().equals("Vigil"))
                .findFirst()
                .filter(step -> step.who().equals(viewer)
                        && step.at().isAfter(now.minus(Actions.UNDO_WITHIN))
                        && Actions.UNDOABLE.contains(step.step()))
                .isPresent();
    }
}
