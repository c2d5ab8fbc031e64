package health.vigil.stream.projection;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// The equations that hold between the stages at rest, and those of them that do not hold.
///
/// Each stage is a moment ahead of the next, so a difference is news only once the side that is behind has not moved
/// for a minute.
final class Differences {

    /// Below every id, as the database orders them.
    static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final Duration ALERT_AFTER = Duration.ofMinutes(1);

    private static final String OF_DEVICES = """
            select l.device_id as id, equation, expected, found
            from vitals.ledger_of_devices(:ids) l, lateral (values
                ('processed', records, processed),
                ('accounted-for', processed, duplicates + attributed + marked + nobodys),
                ('stored', attributed, final_rows),
                ('marked', marked, marked_rows),
                ('held', nobodys, held_rows)) as e (equation, expected, found)
            """;

    private static final String OF_PATIENTS = """
            select l.patient_id as id, 'evaluated' as equation, final_rows as expected, evaluated as found
            from vitals.ledger_of_patients(:ids) l
            """;

    // One instance compares at a time, so that no two write the same row.
    private static final String COMPARE = """
            , agreed as (
                delete from vitals.ledger_difference d using looked l
                where d.subject = :subject and d.id = l.id and d.equation = l.equation and l.expected = l.found)
            insert into vitals.ledger_difference as known (subject, id, equation, expected, found, since)
            select :subject, id, equation, expected, found, :now from looked where expected <> found
            on conflict (subject, id, equation) do update set
                expected = excluded.expected, found = excluded.found,
                since = case when least(known.expected, known.found) = least(excluded.expected, excluded.found)
                    then known.since else excluded.since end,
                alerted_at = case when least(known.expected, known.found) = least(excluded.expected, excluded.found)
                    then known.alerted_at end
            where (known.expected, known.found) <> (excluded.expected, excluded.found)
            """;

    /// Where two stages do not agree. Public for the mapper, which calls its constructor.
    public record Difference(String subject, UUID id, String equation, long expected, long found) {}

    private final Jdbi jdbi;
    private final Clock clock;

    Differences(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// The next of all that any stage has heard of, by id.
    List<UUID> devicesAfter(UUID id, int most) {
        return after(
                id,
                most,
                "device_id",
                List.of("ledger_received", "ledger_attributed", "ledger_stored_of_device", "ledger_held"));
    }

    List<UUID> patientsAfter(UUID id, int most) {
        return after(id, most, "patient_id", List.of("ledger_evaluated", "ledger_stored_of_patient"));
    }

    private List<UUID> after(UUID id, int most, String column, List<String> tables) {
        var each = tables.stream()
                .map(table -> "(select %1$s from vitals.%2$s where %1$s > :id order by 1 limit :most)"
                        .formatted(column, table))
                .toList();
        return jdbi.withHandle(handle -> handle.createQuery(String.join(" union ", each) + " order by 1 limit :most")
                .bind("id", id)
                .bind("most", most)
                .mapTo(UUID.class)
                .list());
    }

    void compareDevices(Collection<UUID> ids) {
        compare("device", OF_DEVICES, ids);
    }

    void comparePatients(Collection<UUID> ids) {
        compare("patient", OF_PATIENTS, ids);
    }

    /// Those given, and those that differed before.
    private void compare(String subject, String equations, Collection<UUID> ids) {
        jdbi.useTransaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(hashtext('vigil-ledger'))");
            var all = handle.createQuery("select distinct id from vitals.ledger_difference where subject = :subject")
                    .bind("subject", subject)
                    .mapTo(UUID.class)
                    .set();
            all.addAll(ids);
            handle.createUpdate("with looked as materialized (" + equations + ")" + COMPARE)
                    .bindArray("ids", UUID.class, all)
                    .bind("subject", subject)
                    .bind("now", clock.instant())
                    .execute();
        });
    }

    /// Those that have just become old enough to be told.
    List<Difference> newAlerts() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update vitals.ledger_difference set alerted_at = :now
                        where alerted_at is null and since <= :old
                        returning subject, id, equation, expected, found
                        """)
                .bind("now", clock.instant())
                .bind("old", clock.instant().minus(ALERT_AFTER))
                .map(ConstructorMapper.of(Difference.class))
                .list());
    }

    long alerting() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from vitals.ledger_difference where alerted_at is not null")
                .mapTo(Long.class)
                .one());
    }
}
