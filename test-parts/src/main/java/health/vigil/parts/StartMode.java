package health.vigil.parts;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/// How the database of a test is started: as `-Dvigil.test.store=` says, embedded where nothing is said.
public enum StartMode {
    /// Plain PostgreSQL, a child process.
    EMBEDDED,
    /// The real TimescaleDB in WebAssembly, under Node.
    TIMESCALEDB,
    /// `timescale/timescaledb` under Docker.
    CONTAINER;

    /// The mode that this run of the tests is in.
    public static StartMode current() {
        return valueOf(System.getProperty("vigil.test.store", "embedded").toUpperCase(Locale.ROOT));
    }

    /// What this machine lacks for it; empty when it can be started.
    Optional<String> missing() {
        return switch (this) {
            case EMBEDDED -> Optional.empty();
            case TIMESCALEDB -> TimescaleProcess.missing();
            case CONTAINER -> missingDocker();
        };
    }

    /// What this machine lacks to run containers; empty when it can.
    public static Optional<String> missingDocker() {
        return DockerClientFactory.instance().isDockerAvailable()
                ? Optional.empty()
                : Optional.of("there is no Docker here");
    }

    StoreServer start() throws IOException {
        return switch (this) {
            case EMBEDDED -> new EmbeddedStore();
            case TIMESCALEDB -> new TimescaleProcess();
            case CONTAINER -> new TimescaleContainer();
        };
    }

    /// Whether the database of this run has the extension.
    public static boolean isTimescale() {
        return current() != EMBEDDED;
    }
}
