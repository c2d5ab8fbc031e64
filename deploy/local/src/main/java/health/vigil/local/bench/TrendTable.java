package health.vigil.local.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/// Many readings in the database, as life writes them: day after day, all patients of a day together, so that those of
/// one patient lie apart from one another.
final class TrendTable {

    private static final int DAYS = 365;
    private static final int DAYS_AT_ONCE = 5;

    private TrendTable() {}

    static UUID patient(int number) {
        return new UUID(0x7E9D_0000_0000_4000L, number);
    }

    /// Fills it, with the indexes made afterwards: that is what a table of this size looks like, and much sooner there.
    static void fill(VigilWay way, int rows, int rowsAPatient, Instant today, Progress progress) throws SQLException {
        try (var connection = way.database()) {
            execute(connection, """
                    alter table vitals.reading drop constraint reading_pkey;
                    drop index vitals.reading_by_device
                    """);
            var patients = rows / rowsAPatient;
            var begin = LocalDate.ofInstant(today, ZoneOffset.UTC).minusDays(DAYS);
            for (var day = 0; day < DAYS; day += DAYS_AT_ONCE) {
                execute(connection, insert(patients, rowsAPatient / DAYS, begin.plusDays(day)));
                if (day % 75 == 0) {
                    progress.tell("trend: filling %,d rows, %d %%".formatted(rows, 100 * day / DAYS));
                }
            }
            progress.tell("trend: making the indexes");
            execute(connection, """
                    alter table vitals.reading add constraint reading_pkey
                        primary key (patient_id, kind, measured_at, reading_id);
                    create index reading_by_device on vitals.reading (device_id, measured_at, reading_id)
                    """);
            execute(connection, "vacuum analyze vitals.reading");
        }
    }

    /// All three times of a day glucose.
    private static String insert(int patients, int aDay, LocalDate first) {
        return """
                insert into vitals.reading (patient_id, kind, measured_at, reading_id, device_id, user_slot, received_at,
                    status, clock_suspect, origin, glucose)
                select ('7e9d0000-0000-4000-' || substr(lpad(to_hex(patient), 16, '0'), 1, 4) || '-'
                        || substr(lpad(to_hex(patient), 16, '0'), 5))::uuid,
                    'glucose', at, md5(patient || ' ' || at)::uuid, md5(patient::text)::uuid, 0, at, 'FINAL', false,
                    'JSON', 90 + patient %% 60
                from generate_series(0, %1$d) as day, generate_series(0, %2$d) as time,
                    generate_series(0, %3$d) as patient,
                    lateral (select timestamptz '%4$s 00:00Z' + make_interval(days => day, hours => 6 + 5 * time,
                        secs => patient %% 3000) as at) as moment
                """.formatted(DAYS_AT_ONCE - 1, aDay - 1, patients - 1, first);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
