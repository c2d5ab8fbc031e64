package health.vigil.care.ledger;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// Reads the ledger that the projection keeps.
final class Ledger {

    /// Below every id, as the database orders them.
    static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String DEVICES = """
            select l.device_id, d.label, l.last_heard, l.records as received, l.processed, l.duplicates, l.attributed,
                l.marked, l.nobodys as held, l.moved, l.final_rows as stored, l.marked_rows as stored_marked,
                l.taken_back_rows as stored_taken_back, l.held_rows as stored_held, l.missing, l.reused,
                array(select case when upper(gap) - 1 = lower(gap) then lower(gap)::text
                        else lower(gap) || '–' || (upper(gap) - 1) end
                    from unnest(int8multirange(int8range(lower(l.numbers), upper(l.numbers))) - l.numbers) as gap
                    order by lower(gap) desc limit 20) as gaps
            from vitals.ledger_of_devices(:ids) l left join care.device d using (device_id)
            order by l.device_id
            """;

    private static final String PATIENTS = """
            select patient_id, final_rows as stored, marked_rows as stored_marked,
                taken_back_rows as stored_taken_back, evaluated
            from vitals.ledger_of_patients(:ids) order by patient_id
            """;

    private static final String TOTALS = """
            select r.received, j.rejected, a.duplicates, a.attributed, a.marked, a.held, s.stored, e.evaluated, a.missing,
                d.differences, d.alerts
            from (select coalesce(sum(records), 0)::bigint as received from vitals.ledger_received) r,
                (select coalesce(sum(records), 0)::bigint as rejected from vitals.ledger_rejected) j,
                (select coalesce(sum(duplicates), 0)::bigint as duplicates,
                    coalesce(sum(attributed), 0)::bigint as attributed, coalesce(sum(marked), 0)::bigint as marked,
                    coalesce(sum(held), 0)::bigint as held, coalesce(sum(missing), 0)::bigint as missing
                    from vitals.ledger_attributed) a,
                (select coalesce(sum(final), 0)::bigint as stored from vitals.ledger_stored_of_device) s,
                (select coalesce(sum(evaluated), 0)::bigint as evaluated from vitals.ledger_evaluated) e,
                (select count(*) as differences, count(alerted_at) as alerts from vitals.ledger_difference) d
            """;

    /// How many messages of a device were refused for a reason. Public for the mapper, which calls its constructor.
    public record Rejection(UUID deviceId, String reason, long records) {}

    private final Jdbi jdbi;

    Ledger(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Totals totals() {
        return jdbi.withHandle(handle -> handle.createQuery(TOTALS)
                .map(ConstructorMapper.of(Totals.class))
                .one());
    }

    /// A page, by id.
    List<DeviceEntry> devices(Shown shown, UUID after, int limit) {
        var ids =
                switch (shown) {
                    case ALL -> ids("""
                    (select device_id as id from vitals.ledger_received where device_id > :after order by 1 limit :limit)
                    union
                    (select device_id from vitals.ledger_attributed where device_id > :after order by 1 limit :limit)
                    order by 1 limit :limit""", after, limit);
                    case DIFFERENCES -> differing("device", after, limit);
                    case GAPS -> ids("""
                    select device_id from vitals.ledger_attributed where missing > 0 and device_id > :after
                    order by 1 limit :limit""", after, limit);
                };
        return devices(ids);
    }

    List<DeviceEntry> devices(List<UUID> ids) {
        var rejected = rejections(ids).stream()
                .collect(groupingBy(
                        Rejection::deviceId, toMap(Rejection::reason, Rejection::records, Long::sum, TreeMap::new)));
        var differences = differences("device", ids);
        return rows(DEVICES, ids, DeviceEntry.Counts.class).stream()
                .map(counts -> new DeviceEntry(
                        counts,
                        rejected.getOrDefault(counts.deviceId(), new TreeMap<>()),
                        differences.getOrDefault(counts.deviceId(), List.of())))
                .toList();
    }

    /// A page, by id.
    List<PatientEntry> patients(Shown shown, UUID after, int limit) {
        return patients(shown == Shown.DIFFERENCES ? differing("patient", after, limit) : ids("""
                (select patient_id as id from vitals.ledger_evaluated where patient_id > :after order by 1 limit :limit)
                union
                (select patient_id from vitals.ledger_stored_of_patient where patient_id > :after
                    order by 1 limit :limit)
                order by 1 limit :limit""", after, limit));
    }

    List<PatientEntry> patients(List<UUID> ids) {
        var differences = differences("patient", ids);
        return rows(PATIENTS, ids, PatientEntry.Counts.class).stream()
                .map(counts -> new PatientEntry(counts, differences.getOrDefault(counts.patientId(), List.of())))
                .toList();
    }

    private List<UUID> differing(String subject, UUID after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select distinct id from vitals.ledger_difference where subject = :subject and id > :after
                        order by id limit :limit
                        """)
                .bind("subject", subject)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    private List<UUID> ids(String sql, UUID after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    private <T> List<T> rows(String sql, List<UUID> ids, Class<T> type) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bindArray("ids", UUID.class, ids)
                .map(ConstructorMapper.of(type))
                .list());
    }

    private List<Rejection> rejections(List<UUID> ids) {
        return rows(
                "select device_id, reason, records from vitals.ledger_rejected where device_id = any(:ids)",
                ids,
                Rejection.class);
    }

    private Map<UUID, List<Difference>> differences(String subject, List<UUID> ids) {
        return jdbi
                .withHandle(handle -> handle.createQuery("""
                        select subject, id, equation, expected, found, since, alerted_at
                        from vitals.ledger_difference where subject = :subject and id = any(:ids)
                        order by since, equation
                        """)
                        .bind("subject", subject)
                        .bindArray("ids", UUID.class, ids)
                        .map(ConstructorMapper.of(Difference.class))
                        .list())
                .stream()
                .collect(groupingBy(Difference::id));
    }
}
