package health.vigil.local.run;

import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.config.Listener;
import health.vigil.kit.config.Pem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/// Where the all-in-one listens; 0 is any free port.
///
/// @param host of the pages and of MQTT; Kafka and the database are for this machine only
/// @param certificate a PEM file for TLS of both; empty for none
/// @param plain whether other machines are to reach both without TLS
public record Ports(String host, int http, int mqtt, int kafka, int database, String certificate, boolean plain) {

    public Ports {
        if (certificate.isEmpty() && !plain && !Listener.isThisMachine(host)) {
            throw new InvalidSettingException(
                    ("--host %s can be reached from other machines: give --certificate FILE for TLS, or --plain where"
                                    + " something in front of it ends TLS.")
                            .formatted(host));
        }
        if (!certificate.isEmpty()) {
            Pem.read(Path.of(certificate));
        }
    }

    /// In plain, for this machine.
    public Ports(String host, int http, int mqtt, int kafka, int database) {
        this(host, http, mqtt, kafka, database, "", false);
    }

    boolean tls() {
        return !certificate.isEmpty();
    }

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
