package health.vigil.gateway.intake;

import health.vigil.kit.config.Listener;
import java.net.URI;
import java.time.Duration;

/// Where the broker is, and who the gateways are there.
///
/// @param url `tcp://host:port` or `ssl://host:port`
/// @param passwordFile a file with the password; empty where the broker asks for none
/// @param truststore a PEM file with the authorities whose certificates are good; empty for those that Java knows
/// @param clientId the same for all gateways of one system, and stable: the broker keeps what came while nobody was
///     there under this name with a number behind
/// @param sessions how many sessions the gateways share out among themselves; more gateways than that stand by
/// @param receiveMaximum most messages of a session that Kafka has not confirmed yet; bounds the gateway's memory
/// @param plain whether passwords and readings may go over a network for all to read
/// @param pulseEvery how often each session tells how far it has come; nobody is called silent without
public record MqttSettings(
        String url,
        String user,
        String passwordFile,
        String truststore,
        String clientId,
        int sessions,
        int receiveMaximum,
        boolean plain,
        Duration pulseEvery) {

    public static final MqttSettings DEFAULTS = new MqttSettings(
            "tcp://127.0.0.1:1883", "vigil-gateway", "", "", "vigil-gateway", 8, 1000, false, Duration.ofSeconds(5));

    private static final int MOST_SESSIONS = 1000;
    private static final int MOST_OPEN = 60_000;

    public MqttSettings {
        if (!url.startsWith("tcp://") && !url.startsWith("ssl://")) {
            throw new IllegalArgumentException("url must begin with tcp:// or ssl://");
        }
        if (url.startsWith("tcp://") && !plain && !Listener.staysHere(URI.create(url))) {
            throw new IllegalArgumentException(
                    "url names another machine, so it must begin with ssl://; or plain must be true, where nobody else is on"
                            + " the network");
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("client-id must not be empty");
        }
        if (sessions < 1 || sessions > MOST_SESSIONS) {
            throw new IllegalArgumentException("sessions must lie between 1 and " + MOST_SESSIONS);
        }
        if (receiveMaximum < 1 || receiveMaximum > MOST_OPEN) {
            throw new IllegalArgumentException("receive-maximum must lie between 1 and " + MOST_OPEN);
        }
        if (!pulseEvery.isPositive()) {
            throw new IllegalArgumentException("pulse-every must be positive, e.g. PT5S");
        }
    }

    /// The client id of that session.
    String clientId(int session) {
        return clientId + "-" + session;
    }
}
