package health.vigil.local.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Where the all-in-one listens; 0 is any free port.
///
/// @param host of the pages and of MQTT; Kafka and the database are for this machine only
public record Ports(String host, int http, int mqtt, int kafka, int database) {

    /// Makes sure that the ports are free, so that the error names the option and not a part's inside.
    ///
    /// @throws PortTakenException for the first that is not
    void check() {
        check(host, http, "--http-port");
        check(host, mqtt, "--mqtt-port");
        check("127.0.0.1", kafka, "--kafka-port");
        check("127.0.0.1", database, "--database-port");
    }

    private static void check(String host, int port, String option) {
        if (port == 0) {
            return;
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException _) {
            throw new PortTakenException("Port %d on %s is taken. Choose another with %s, or 0 for any free one."
                    .formatted(port, host, option));
        }
    }
}
