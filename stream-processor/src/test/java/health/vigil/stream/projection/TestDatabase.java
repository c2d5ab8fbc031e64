package health.vigil.stream.projection;

import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A PostgreSQL server of its own, with the tables as the migrations make them.
final class TestDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final Metrics metrics = new Metrics();
    private final Database database;

    TestDatabase(String... schemas) {
        try {
            this.postgres = EmbeddedPostgres.builder().start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        var settings = new DatabaseSettings(
                postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", 4, Duration.ofSeconds(5));
        this.database = Database.open(settings, "test", new Telemetry(metrics, new Health()));
        for (var schema : schemas) {
            database.migrate(schema);
        }
    }

    void empty(String... tables) {
        for (var table : tables) {
            database.jdbi().useHandle(handle -> handle.execute("truncate vitals." + table));
        }
    }

    void write(ProjectionBatch batch) {
        try (var handle = database.jdbi().open()) {
            batch.write(handle.getConnection());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    void apply(ProjectionSettings settings) {
        database.jdbi().useHandle(handle -> Retention.apply(handle, settings));
    }

    Map<String, List<Map<String, Object>>> tables(String... tables) {
        return Stream.of(tables).collect(Collectors.toMap(table -> table, this::rows));
    }

    /// The rows of a table, bytes in hexadecimal.
    List<Map<String, Object>> rows(String table) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select * from vitals." + table + " order by 1, 2, 3, 4")
                        .mapToMap()
                        .map(TestDatabase::readable)
                        .list());
    }

    private static Map<String, Object> readable(Map<String, Object> row) {
        var readable = new LinkedHashMap<>(row);
        readable.replaceAll(
                (_, value) -> value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
        return readable;
    }

    <T> List<T> values(Class<T> type, String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(type).list());
    }

    @Override
    public void close() throws IOException {
        database.close();
        metrics.close();
        postgres.close();
    }
}
