package health.vigil.local.parts;

import health.vigil.kit.config.SecretFile;
import health.vigil.local.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/// The roles of the services in a database, as `deploy/postgresql/roles.sql` makes them.
final class Roles {

    static final String STREAM = "vigil_stream";
    static final String ALERTS = "vigil_alerts";
    static final String CARE = "vigil_care";

    private static final Path SCRIPT = Path.of("..", "postgresql", "roles.sql");

    private Roles() {}

    /// Makes them in a database that is empty; all have the superuser's password.
    static void make(EmbeddedDatabase server) throws SQLException, IOException {
        var password = SecretFile.read(server.passwordFile());
        try (var connection = DriverManager.getConnection(server.url(), EmbeddedDatabase.user(), password);
                var statement = connection.createStatement()) {
            statement.execute(Files.readString(SCRIPT));
            for (var role : List.of(STREAM, ALERTS, CARE)) {
                statement.execute("alter role %s password '%s'".formatted(role, password));
            }
        }
    }

    /// That of a service.
    static String of(String service) {
        return switch (service) {
            case "stream-processor" -> STREAM;
            case "alert-service" -> ALERTS;
            case "care-api" -> CARE;
            default -> "none";
        };
    }
}
