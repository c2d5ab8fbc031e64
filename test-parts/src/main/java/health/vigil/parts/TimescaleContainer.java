package health.vigil.parts;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

final class TimescaleContainer implements StoreServer {

    private static final int PORT = 5432;
    private static final String PASSWORD = "of the tests";

    private final GenericContainer<?> container = new GenericContainer<>(
                    DockerImageName.parse("timescale/timescaledb:2.23.0-pg17"))
            .withEnv("POSTGRES_PASSWORD", PASSWORD)
            .withExposedPorts(PORT)
            // It starts twice: the first time to make its files.
            .waitingFor(Wait.forLogMessage(".*database system is ready to accept connections.*", 2));

    TimescaleContainer() {
        container.start();
    }

    @Override
    public String url() {
        return "jdbc:postgresql://%s:%d/postgres".formatted(container.getHost(), container.getMappedPort(PORT));
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public int connections() {
        return 4;
    }

    @Override
    public void close() {
        container.stop();
    }
}
