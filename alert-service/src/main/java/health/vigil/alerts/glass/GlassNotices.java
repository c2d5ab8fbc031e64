package health.vigil.alerts.glass;

import health.vigil.alerts.delivery.Delivery;
import health.vigil.alerts.delivery.Word;
import health.vigil.alerts.teams.Contacts;
import health.vigil.kit.run.Recurring;
import health.vigil.kit.sight.Sight;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Tells the lead nurses of the patient's care team, or all who lead or administrate where it has none who can be
/// reached, that somebody broke the glass. Each is told once.
public final class GlassNotices {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private static final String LEADING = """
            select distinct a.username from care.account a join alerts.team_person t on t.username in (a.username, '')
                and t.part = 'NURSE' left join alerts.patient_team p on p.patient_id = :patient
            where a.role = 'LEAD_NURSE' and t.team_id = coalesce(p.team_id, :first) and a.username <> :who
            """;

    private record Broken(UUID breakId, UUID patient, String who) {}

    private final Jdbi jdbi;
    private final Delivery delivery;
    private final Clock clock;

    public GlassNotices(Jdbi jdbi, Delivery delivery, Clock clock) {
        this.jdbi = jdbi;
        this.delivery = delivery;
        this.clock = clock;
    }

    public Recurring start() {
        return Recurring.start("glass-notices", EVERY, this::tell);
    }

    private void tell() {
        if (jdbi.inTransaction(this::tellAll) > 0) {
            delivery.wake();
        }
    }

    private int tellAll(Handle handle) {
        var untold = handle.createQuery("""
                        select b.break_id, b.patient_id, b.username from care.break_glass b
                        where b.reviewed_at is null
                            and not exists (select from alerts.glass_notice n where n.break_id = b.break_id)
                        """)
                .map((row, _) ->
                        new Broken(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3)))
                .list();
        untold.forEach(broken -> tell(handle, broken));
        return untold.size();
    }

    private void tell(Handle handle, Broken broken) {
        var isFirst = handle.execute(
                        "insert into alerts.glass_notice (break_id, told_at) values (?, ?) on conflict do nothing",
                        broken.breakId(),
                        clock.instant())
                == 1;
        if (isFirst) {
            whom(handle, broken).forEach(contact -> delivery.outbox()
                    .add(handle, contact, Word.Kind.BROKEN_GLASS, clock.instant()));
        }
    }

    private List<Contacts.Contact> whom(Handle handle, Broken broken) {
        var leading = handle.createQuery(LEADING)
                .bind("patient", broken.patient())
                .bind("first", Sight.FIRST_TEAM)
                .bind("who", broken.who())
                .mapTo(String.class)
                .list();
        var reachable = reachable(handle, leading);
        return reachable.isEmpty()
                ? reachable(
                        handle,
                        handle.createQuery("""
                                        select username from care.account
                                        where role in ('LEAD_NURSE', 'ADMIN') and username <> :who
                                        """)
                                .bind("who", broken.who())
                                .mapTo(String.class)
                                .list())
                : reachable;
    }

    private List<Contacts.Contact> reachable(Handle handle, List<String> people) {
        return Contacts.of(handle, people).stream()
                .filter(delivery.outbox()::isOn)
                .toList();
    }
}
