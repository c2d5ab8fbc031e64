package health.vigil.kit.database;

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
        if (poolSize < 1) {
            throw new IllegalArgumentException("pool-size must be at least 1");
        }
    }
}
