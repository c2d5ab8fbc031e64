package health.vigil.local.drill;

import health.vigil.local.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The MQTT brokers that the drill knows.
enum BrokerKind {
    /// Has on disk what it has acknowledged.
    ARTEMIS {
        @Override
        Part part(
                Path folder,
                int gatewayPort,
                int devicePort,
                Path gatewayPassword,
                String databaseUrl,
                Path databasePassword) {
            var arguments = List.of(
                    folder.toString(),
                    Integer.toString(gatewayPort),
                    gatewayPassword.toString(),
                    Integer.toString(devicePort),
                    databaseUrl,
                    EmbeddedDatabase.user(),
                    databasePassword.toString());
            return new Part(Deployment.MQTT, folder, JavaCommand.of(BrokerMain.class, HEAP, List.of(), arguments));
        }
    },
    /// Acknowledges from memory, and writes that out now and then.
    MOSQUITTO {
        @Override
        Part part(
                Path folder,
                int gatewayPort,
                int devicePort,
                Path gatewayPassword,
                String databaseUrl,
                Path databasePassword)
                throws IOException {
            Files.createDirectories(folder);
            var file = Files.writeString(
                    folder.resolveSibling("mosquitto.conf"), """
                    # Who may do what is not what is drilled here.
                    allow_anonymous true
                    listener %d 127.0.0.1
                    listener %d 127.0.0.1
                    persistence true
                    persistence_location %s/
                    autosave_interval 5
                    max_queued_messages 0
                    max_queued_bytes 0
                    max_inflight_messages 1000
                    user root
                    """.formatted(gatewayPort, devicePort, folder));
            return new Part(Deployment.MQTT, folder, List.of("mosquitto", "-c", file.toString()));
        }
    };

    private static final int HEAP = 192;

    /// The broker as a process.
    abstract Part part(
            Path folder,
            int gatewayPort,
            int devicePort,
            Path gatewayPassword,
            String databaseUrl,
            Path databasePassword)
            throws IOException;

    /// Whether a killed broker loses nothing that it has acknowledged.
    boolean isDurable() {
        return this == ARTEMIS;
    }
}
