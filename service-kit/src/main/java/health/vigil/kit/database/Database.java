package health.vigil.kit.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.run.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// A pool of connections to PostgreSQL or TimescaleDB.
public final class Database implements AutoCloseable {

    private static final String SOCKET_TIMEOUT_SECONDS = "60";

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    /// Connects at the first use, so a database that is away for now does not stop the start.
    ///
    /// @param poolName tells the pool apart in metrics and in the server's list of sessions
    public static Database open(DatabaseSettings settings, String poolName, Telemetry telemetry) {
        var file = settings.passwordFile();
        var password = file.isEmpty() ? "" : SecretFile.read(Path.of(file));
        var database = new Database(settings, password, poolName, telemetry.meters());
        telemetry.health().readiness("database", database::problem);
        return database;
    }

    private Database(DatabaseSettings settings, String password, String poolName, MeterRegistry meters) {
        var config = new HikariConfig();
        config.setPoolName(poolName);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(password);
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", poolName);
        // A process that hangs in the middle of a transaction would keep its locks from all others.
        config.addDataSourceProperty("options", "-c timezone=UTC -c idle_in_transaction_session_timeout=10s");
        // A connection whose packets are swallowed would be waited for for a quarter of an hour.
        config.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.setMetricRegistry(meters);
        this.pool = new HikariDataSource(config);
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /// For libraries that take their connections themselves.
    public DataSource dataSource() {
        return pool;
    }

    /// Brings the tables of one schema to their present shape. Each schema has one writing service, which migrates it.
    ///
    /// @param schema `vitals`, `alerts` or `care`
    public void migrate(String schema) {
        Migrations.of(pool, schema).load().migrate();
    }

    private Optional<String> problem() {
        try (var connection = pool.getConnection()) {
            return connection.isValid(1) ? Optional.empty() : Optional.of("the database does not answer");
        } catch (SQLException failure) {
            return Optional.of("the database is away: SQL state " + failure.getSQLState());
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
