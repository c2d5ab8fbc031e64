package health.vigil.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.postgresql.PGConnection;

/// The bare way into the database: COPY into a temporary table, and from there what is not there yet. Idempotent, and
/// nothing could be cheaper that is.
final class CopiedRows {

    /// As the projection's batches.
    static final int MOST_ROWS = 4_000;

    private static final String READING = """
            patient_id, kind, measured_at, reading_id, device_id, user_slot, received_at, status, clock_suspect, meal,
            origin, device_reading_id, sequence, out_of_range, systolic, diastolic, mean_arterial_pressure, pulse,
            glucose, weight""";

    private static final String DAY_SUMMARY = """
            patient_id, metric, day, zone, count, min, max, mean, last, below, in_range, above, rolling_mean,
            rolling_count, numbers""";

    private CopiedRows() {}

    /// A line of `vitals.reading`.
    ///
    /// @param second diastolic, or nothing of glucose
    static String reading(
            UUID patient,
            boolean pressure,
            Instant measuredAt,
            UUID id,
            UUID device,
            int slot,
            Instant receivedAt,
            int first,
            int second,
            int pulse) {
        return patient + (pressure ? "\tblood-pressure\t" : "\tglucose\t") + measuredAt + '\t' + id + '\t' + device
                + '\t' + slot + '\t' + receivedAt + "\tFINAL\tf\t\\N\tJSON\t\\N\t\\N\t\\N\t"
                + (pressure
                        ? first + "\t" + second + "\t\\N\t" + pulse + "\t\\N\t\\N\n"
                        : "\\N\t\\N\t\\N\t\\N\t" + first + "\t\\N\n");
    }

    /// Takes lines of [#reading].
    static void readings(Connection connection, String lines) throws SQLException {
        copy(connection, "reading", READING, lines, "do nothing");
    }

    /// Takes lines of `vitals.day_summary`, each key once.
    static void summaries(Connection connection, String lines) throws SQLException {
        copy(connection, "day_summary", DAY_SUMMARY, lines, """
                (patient_id, metric, day) do update set
                    zone = excluded.zone, count = excluded.count, min = excluded.min, max = excluded.max,
                    mean = excluded.mean, last = excluded.last, below = excluded.below,
                    in_range = excluded.in_range, above = excluded.above, rolling_mean = excluded.rolling_mean,
                    rolling_count = excluded.rolling_count, numbers = excluded.numbers
                """);
    }

    private static void copy(Connection connection, String table, String columns, String lines, String onConflict)
            throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "create temporary table if not exists copied_%1$s (like vitals.%1$s including defaults) on commit delete rows"
                            .formatted(table));
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy copied_%s (%s) from stdin".formatted(table, columns),
                            new ByteArrayInputStream(lines.getBytes(UTF_8)));
            statement.execute("insert into vitals.%1$s (%2$s) select %2$s from copied_%1$s on conflict %3$s"
                    .formatted(table, columns, onConflict));
        } catch (IOException failure) {
            throw new SQLException("COPY failed", failure);
        }
    }
}
