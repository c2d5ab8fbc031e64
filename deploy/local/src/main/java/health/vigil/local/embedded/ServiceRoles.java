package health.vigil.local.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.kit.config.SecretFile;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/// The roles of the services in a database, as `deploy/postgresql/roles.sql` makes them for an operator.
public final class ServiceRoles {

    public static final String STREAM = "vigil_stream";
    public static final String ALERTS = "vigil_alerts";
    public static final String CARE = "vigil_care";

    private static final String SCRIPT = "roles.sql";

    private ServiceRoles() {}

    /// Makes them in a database that is empty; all have the superuser's password.
    public static void make(EmbeddedDatabase server) throws SQLException, IOException {
        var password = SecretFile.read(server.passwordFile());
        try (var connection = DriverManager.getConnection(server.url(), EmbeddedDatabase.user(), password);
                var statement = connection.createStatement()) {
            statement.execute(script());
            for (var role : List.of(STREAM, ALERTS, CARE)) {
                statement.execute("alter role %s password '%s'".formatted(role, password));
            }
        }
    }

    private static String script() throws IOException {
        try (var script = ServiceRoles.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IllegalStateException(SCRIPT + " is not in the program");
            }
            return new String(script.readAllBytes(), UTF_8);
        }
    }

    /// That of a service which uses the database.
    ///
    /// @param service as `./vigil service` names it
    public static String of(String service) {
        return switch (service) {
            case "stream-processor" -> STREAM;
            case "alert-service" -> ALERTS;
            case "care-api" -> CARE;
            default -> throw new IllegalArgumentException(service + " uses no database");
        };
    }
}
