package health.vigil.kit.database;

import health.vigil.kit.config.Listener;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/// Where the database is.
///
/// @param passwordFile a file with the password; empty where the server asks for none
public record DatabaseSettings(String url, String user, String passwordFile, int poolSize, Duration connectTimeout) {

    public static final DatabaseSettings DEFAULTS =
            new DatabaseSettings("jdbc:postgresql://127.0.0.1:5432/vigil", "vigil", "", 8, Duration.ofSeconds(5));

    public DatabaseSettings {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("url must begin with jdbc:postgresql:");
        }
        if (!url.contains("sslmode=") && !staysHere(url)) {
            throw new IllegalArgumentException(
                    "url names another machine, so it must say sslmode: ?sslmode=verify-full&sslrootcert=/path/ca.pem, or"
                            + " ?sslmode=disable where nobody else is on the network");
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("pool-size must be at least 1");
        }
    }

    /// Not one of several servers, and none by a service file.
    private static boolean staysHere(String url) {
        try {
            var host = new URI(url.substring("jdbc:".length())).getHost();
            return host != null && Listener.staysHere(host);
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
