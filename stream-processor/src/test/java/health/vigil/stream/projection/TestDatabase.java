package health.vigil.stream.projection;

import health.vigil.kit.database.Database;
import health.vigil.parts.TestStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/// A database of its own, with the tables as the migrations make them.
final class TestDatabase implements AutoCloseable {

    private final TestStore store;

    TestDatabase(String... schemas) {
        this.store = new TestStore(schemas);
    }

    Jdbi jdbi() {
        return store.database().jdbi();
    }

    void empty(String... tables) {
        for (var table : tables) {
            jdbi().useHandle(handle -> handle.execute("truncate vitals." + table));
        }
    }

    Database database() {
        return store.database();
    }

    void write(ProjectionBatch batch) {
        try (var handle = jdbi().open()) {
            batch.write(handle.getConnection());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    void write(LedgerBatch ledger) throws SQLException {
        jdbi().useTransaction(handle -> ledger.write(handle.getConnection()));
    }

    /// What follows in the same transaction goes wrong.
    void writeAndFail(LedgerBatch ledger) throws SQLException {
        jdbi().useHandle(handle -> {
            handle.begin();
            ledger.write(handle.getConnection());
            handle.rollback();
        });
    }

    /// Row by row, so that triggers see it.
    void delete(String... tables) {
        for (var table : tables) {
            jdbi().useHandle(handle -> handle.execute("delete from vitals." + table));
        }
    }

    Reconciler reconciler(Clock clock, MeterRegistry meters) {
        return new Reconciler(jdbi(), clock, meters);
    }

    void apply(ProjectionSettings settings) {
        jdbi().useHandle(handle -> Retention.apply(handle, settings));
    }

    Map<String, List<Map<String, Object>>> tables(String... tables) {
        return Stream.of(tables).collect(Collectors.toMap(table -> table, this::rows));
    }

    /// The rows of a table, bytes in hexadecimal.
    List<Map<String, Object>> rows(String table) {
        return jdbi().withHandle(
                        handle -> handle.createQuery("select * from vitals." + table + " as line order by line::text")
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
        return jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(type).list());
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
