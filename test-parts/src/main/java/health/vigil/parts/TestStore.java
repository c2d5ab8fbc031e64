package health.vigil.parts;

import health.vigil.kit.config.KeyRing;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.database.Migrations;
import health.vigil.kit.database.OneConnection;
import health.vigil.kit.identity.Identities;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;

/// A database server of a test's own, started as [StartMode#current] says, with tables as the migrations make them.
public final class TestStore implements AutoCloseable {

    private final StoreServer server;
    private final Path passwordFile;
    private final Path keyFile;
    private final Metrics metrics = new Metrics();
    private final Telemetry telemetry = new Telemetry(metrics, new Health());
    private final Database database;

    /// Starts it.
    ///
    /// @param schemas to be migrated to their present shape
    public TestStore(String... schemas) {
        try {
            this.server = StartMode.current().start();
            this.passwordFile = Files.createTempFile("store", ".password");
            SecretFile.write(passwordFile, server.password());
            this.keyFile = Files.createTempFile("store", ".keys");
            SecretFile.write(keyFile, SecretFile.random());
        } catch (IOException failure) {
            throw new UncheckedIOException("the database of the test did not start", failure);
        }
        this.database = Database.open(settings(), "test", telemetry);
        new Identities(KeyRing.read(keyFile)).register(database.jdbi());
        for (var schema : schemas) {
            migrate(schema, "latest");
        }
    }

    /// The keys of what is kept encrypted.
    public Path keyFile() {
        return keyFile;
    }

    private DatabaseSettings settings() {
        var file = server.password().isEmpty() ? "" : passwordFile.toString();
        return new DatabaseSettings(server.url(), server.user(), file, server.connections(), Duration.ofSeconds(20));
    }

    /// Brings a schema to the shape of that version, or the `latest`.
    public void migrate(String schema, String version) {
        // Flyway asks for two connections, and the database in WebAssembly has one session.
        database.jdbi().useHandle(handle -> Migrations.of(new OneConnection(handle.getConnection()), schema)
                .target(version)
                .load()
                .migrate());
    }

    /// The versions that a schema has had, oldest first.
    public List<String> versions(String schema) {
        return database.jdbi()
                .withHandle(handle -> Stream.of(Migrations.of(new OneConnection(handle.getConnection()), schema)
                                .load()
                                .info()
                                .all())
                        .flatMap(migration -> Stream.ofNullable(migration.getVersion()))
                        .map(MigrationVersion::getVersion)
                        .toList());
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
        server.close();
        Files.delete(passwordFile);
        Files.delete(keyFile);
    }
}
