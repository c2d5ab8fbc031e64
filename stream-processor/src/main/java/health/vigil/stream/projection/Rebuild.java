package health.vigil.stream.projection;

import health.vigil.kit.database.Database;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.schemas.wire.Wire;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/// Makes the projection anew from the beginning of the topics, beside the live one, compares, and puts right.
///
/// The new rows go into the schema `vitals_rebuild` while the live projection and everybody who reads it go on. Then,
/// in one transaction, the live tables are locked against writers (not against readers), what has come meanwhile is
/// read to the end, and every row that differs is replaced. The live projection waits for that, and goes on behind it:
/// what it writes again makes the same rows.
public final class Rebuild {

    private static final String SCHEMA = "vitals_rebuild";
    private static final int SHOWN = 20;

    /// A table with the columns that make a row the same row.
    private record Table(String name, String key) {}

    private static final List<Table> TABLES = List.of(
            new Table("reading", "patient_id, kind, measured_at, reading_id"),
            new Table("day_summary", "patient_id, metric, day"),
            new Table("held", "device_id, reading_id"),
            new Table("rejected", "rejection_id"));

    /// How the two compare.
    ///
    /// @param live rows of the live projection
    /// @param rebuilt rows of the new one
    /// @param missing rows that the live projection lacks, or has otherwise
    /// @param surplus rows that it has and should not, or has otherwise
    /// @param examples keys of some that differ, without values
    public record Difference(String table, long live, long rebuilt, long missing, long surplus, List<String> examples) {

        public boolean isNone() {
            return missing == 0 && surplus == 0;
        }
    }

    /// Told while it goes on.
    @FunctionalInterface
    public interface Progress {
        void read(long records, long total);
    }

    private final Database database;
    private final boolean compareOnly;

    private Rebuild(Database database, boolean compareOnly) {
        this.database = database;
        this.compareOnly = compareOnly;
    }

    /// Returns once the live rows are right, or are compared.
    ///
    /// @param compareOnly changes nothing
    /// @throws SQLException when the database fails; the live rows are as they were
    public static List<Difference> run(
            KafkaSettings kafka, Wire wire, Database database, boolean compareOnly, Progress progress)
            throws SQLException {
        var rebuild = new Rebuild(database, compareOnly);
        database.jdbi().useTransaction(Rebuild::prepare);
        try (var topics = new ProjectedTopics(kafka, wire)) {
            topics.readToEnd(batch -> rebuild.write(batch), progress);
            return rebuild.swap(topics, progress);
        } finally {
            database.jdbi().useHandle(handle -> handle.execute("drop schema if exists " + SCHEMA + " cascade"));
        }
    }

    private static void prepare(Handle handle) {
        handle.execute("drop schema if exists " + SCHEMA + " cascade");
        handle.execute("create schema " + SCHEMA);
        for (var table : TABLES) {
            handle.execute("create unlogged table %s.%s (like vitals.%s including defaults, primary key (%s))"
                    .formatted(SCHEMA, table.name(), table.name(), table.key()));
        }
    }

    private void write(ProjectionBatch batch) throws SQLException {
        database.jdbi().useTransaction(handle -> batch.write(handle.getConnection(), SCHEMA));
    }

    private List<Difference> swap(ProjectedTopics topics, Progress progress) throws SQLException {
        var differences = new AtomicReference<List<Difference>>(List.of());
        database.jdbi().useTransaction(handle -> {
            handle.execute(
                    "lock table vitals.reading, vitals.day_summary, vitals.held, vitals.rejected in exclusive mode");
            topics.readToEnd(batch -> batch.write(handle.getConnection(), SCHEMA), progress);
            var found = new ArrayList<Difference>();
            for (var table : TABLES) {
                found.add(compare(handle, table));
                if (!compareOnly) {
                    replace(handle, table);
                }
            }
            differences.set(found);
        });
        return differences.get();
    }

    private static Difference compare(Handle handle, Table table) {
        var live = "select * from vitals." + table.name();
        var rebuilt = "select * from " + SCHEMA + "." + table.name();
        var examples = handle.createQuery(
                        "select distinct cast(row(%s) as text) from ((%s except %s) union all (%s except %s)) d limit %d"
                                .formatted(table.key(), live, rebuilt, rebuilt, live, SHOWN))
                .mapTo(String.class)
                .list();
        return new Difference(
                table.name(),
                count(handle, live),
                count(handle, rebuilt),
                count(handle, rebuilt + " except " + live),
                count(handle, live + " except " + rebuilt),
                examples);
    }

    private static long count(Handle handle, String rows) {
        return handle.createQuery("select count(*) from (" + rows + ") counted")
                .mapTo(Long.class)
                .one();
    }

    private static void replace(Handle handle, Table table) {
        handle.execute("""
                delete from vitals.%1$s where (%2$s) in (
                    select %2$s from (select * from vitals.%1$s except select * from %3$s.%1$s) wrong)
                """.formatted(table.name(), table.key(), SCHEMA));
        handle.execute("insert into vitals.%1$s select * from %2$s.%1$s on conflict do nothing"
                .formatted(table.name(), SCHEMA));
    }
}
