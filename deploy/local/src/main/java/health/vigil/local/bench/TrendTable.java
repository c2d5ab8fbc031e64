package health.vigil.local.bench;

import health.vigil.kit.identity.Identity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/// Many readings in the database with their days, as life writes them: day after day, all patients of a day together,
/// so
/// that those of one patient lie apart from one another.
final class TrendTable {

    private static final int DAYS = 365;
    private static final int YEARS = 5;
    private static final int DAYS_AT_ONCE = 5;

    private final VigilWay way;
    private final int rowsAPatient;
    private final Progress progress;
    private final LocalDate begin;

    TrendTable(VigilWay way, int rowsAPatient, Instant today, Progress progress) {
        this.way = way;
        this.rowsAPatient = rowsAPatient;
        this.progress = progress;
        this.begin = LocalDate.ofInstant(today, ZoneOffset.UTC).minusDays(DAYS);
    }

    static UUID patient(int number) {
        return new UUID(0x7E9D_0000_0000_4000L, number);
    }

    /// Adds patients from the first (inclusive) to the last (exclusive), with the indexes made afterwards: that is what
    /// a table of this size looks like, and much sooner there.
    ///
    /// @param longest so many of all have the days of five years
    void fill(int first, int last, int longest) throws SQLException {
        try (var connection = way.database()) {
            execute(connection, """
                    alter table vitals.reading drop constraint reading_pkey;
                    drop index vitals.reading_by_device;
                    create or replace function pg_temp.patient(number integer) returns uuid language sql as $$
                        select ('7e9d0000-0000-4000-' || substr(lpad(to_hex(number), 16, '0'), 1, 4) || '-'
                            || substr(lpad(to_hex(number), 16, '0'), 5))::uuid $$
                    """);
            if (first == 0) {
                for (var year = YEARS - 1; year >= 1; year--) {
                    execute(connection, days(0, longest - 1, begin.minusDays((long) DAYS * year), DAYS));
                }
            }
            for (var day = 0; day < DAYS; day += DAYS_AT_ONCE) {
                execute(connection, readings(first, last - 1, begin.plusDays(day)));
                execute(connection, days(first, last - 1, begin.plusDays(day), DAYS_AT_ONCE));
                if (day % 75 == 0) {
                    progress.tell("trend: filling %,d rows, %d %%"
                            .formatted((last - first) * rowsAPatient, 100 * day / DAYS));
                }
            }
            progress.tell("trend: making the indexes");
            execute(connection, """
                    alter table vitals.reading add constraint reading_pkey
                        primary key (patient_id, kind, measured_at, reading_id);
                    create index reading_by_device on vitals.reading (device_id, measured_at, reading_id)
                    """);
            execute(connection, patients(first, last - 1));
            execute(connection, "vacuum analyze vitals.reading");
            execute(connection, "vacuum analyze vitals.day_summary");
        }
    }

    /// All three times of a day glucose.
    private String readings(int first, int last, LocalDate from) {
        return """
                insert into vitals.reading (patient_id, kind, measured_at, reading_id, device_id, user_slot, received_at,
                    status, clock_suspect, origin, glucose)
                select pg_temp.patient(patient), 'glucose', at, md5(patient || ' ' || at)::uuid,
                    md5(patient::text)::uuid, 0, at, 'FINAL', false, 'JSON', 90 + patient %% 60
                from generate_series(0, %1$d) as day, generate_series(0, %2$d) as time,
                    generate_series(%3$d, %4$d) as patient,
                    lateral (select timestamptz '%5$s 00:00Z' + make_interval(days => day, hours => 6 + 5 * time,
                        secs => patient %% 3000) as at) as moment
                """.formatted(DAYS_AT_ONCE - 1, rowsAPatient / DAYS - 1, first, last, from);
    }

    private String days(int first, int last, LocalDate from, int days) {
        return """
                insert into vitals.day_summary (patient_id, metric, day, zone, count, numbers, min, max, mean, last, below,
                    in_range, above, rolling_mean, rolling_count)
                select pg_temp.patient(patient), 'glucose', date '%1$s' + day, 'UTC', %2$d, %2$d, v, v + 5, v + day %% 5, v,
                    0, %2$d, 0, v, 7 * %2$d
                from generate_series(0, %3$d) as day, generate_series(%4$d, %5$d) as patient,
                    lateral (select 90 + patient %% 60 as v) as value
                """.formatted(from, rowsAPatient / DAYS, days - 1, first, last);
    }

    /// Those on the panel live in a zone of another name, since the database does not know them by theirs.
    private String patients(int first, int last) {
        return """
                insert into care.patient (patient_id, identity, zone, created_at)
                select pg_temp.patient(n), case when n < %1$d then %4$s else %5$s end,
                    case when n < %1$d then 'UTC' else 'Etc/UTC' end, now()
                from generate_series(%2$d, %3$d) n;
                insert into care.plan (patient_id, version, effective_from, zone, created_by, created_at)
                select pg_temp.patient(n), 1, now() - interval '10 years', 'UTC', 'bench', now() - interval '1 day'
                from generate_series(%2$d, %3$d) n;
                insert into vitals.patient_revision (patient_id)
                select pg_temp.patient(n) from generate_series(%2$d, %3$d) n
                """.formatted(
                        Question.PANEL,
                        first,
                        last,
                        way.sealed(new Identity("Panel", "Given", null, "")),
                        way.sealed(new Identity("Other", "Given", null, "")));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
