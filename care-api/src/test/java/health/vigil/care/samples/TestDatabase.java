package health.vigil.care.samples;

import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// A PostgreSQL server of its own, with the tables as the migrations make them.
public final class TestDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final Metrics metrics = new Metrics();
    private final Telemetry telemetry = new Telemetry(metrics, new Health());
    private final Database database;

    public TestDatabase(String... schemas) {
        try {
            this.postgres = EmbeddedPostgres.builder().start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        var settings = new DatabaseSettings(
                postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", 4, Duration.ofSeconds(5));
        this.database = Database.open(settings, "test", telemetry);
        for (var schema : schemas) {
            database.migrate(schema);
        }
    }

    public Database database() {
        return database;
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    /// Empties tables and those that refer to them.
    public void empty(String tables) {
        database.jdbi().useHandle(handle -> handle.execute("truncate " + tables + " cascade"));
    }

    @Override
    public void close() throws IOException {
        database.close();
        metrics.close();
        postgres.close();
    }
}
