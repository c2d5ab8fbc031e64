package health.vigil.parts;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.UUID;

/// A database of its own, in a server that all tests of this process share: to make one takes a second.
final class EmbeddedStore implements StoreServer {

    private static final String OWNER = "postgres";

    /// Started by the first test that asks for it, and ended with the process.
    private static final class Shared {

        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException failure) {
                throw new UncheckedIOException("PostgreSQL did not start", failure);
            }
        }
    }

    private final String database = "store_" + UUID.randomUUID().toString().replace('-', '_');

    EmbeddedStore() throws IOException {
        execute("create database " + database);
    }

    private static void execute(String statement) throws IOException {
        try (var connection = Shared.SERVER.getPostgresDatabase().getConnection();
                var sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException failure) {
            throw new IOException(statement, failure);
        }
    }

    @Override
    public String url() {
        return Shared.SERVER.getJdbcUrl(OWNER, database);
    }

    @Override
    public String user() {
        return OWNER;
    }

    @Override
    public int connections() {
        return 4;
    }

    @Override
    public void close() throws IOException {
        execute("drop database " + database + " with (force)");
    }
}
