package health.vigil.gateway.intake;

import java.time.Duration;

/// Where the broker is, and who the gateway is there.
///
/// @param url `tcp://host:port` or `ssl://host:port`
/// @param passwordFile a file with the password; empty where the broker asks for none
/// @param clientId stable: the broker keeps what came while this instance was away under this name
/// @param receiveMaximum most messages that Kafka has not confirmed yet; bounds the gateway's memory
/// @param pulseEvery how often the gateway tells how far it has come; nobody is called silent without
public record MqttSettings(
        String url, String user, String passwordFile, String clientId, int receiveMaximum, Duration pulseEvery) {

    public static final MqttSettings DEFAULTS = new MqttSettings(
            "tcp://127.0.0.1:1883", "vigil-gateway", "", "vigil-gateway-0", 1000, Duration.ofSeconds(5));

    public MqttSettings {
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("client-id must not be empty");
        }
        if (receiveMaximum < 1 || receiveMaximum > 65_535) {
            throw new IllegalArgumentException("receive-maximum must lie between 1 and 65535");
        }
        if (!pulseEvery.isPositive()) {
            throw new IllegalArgumentException("pulse-every must be positive, e.g. PT5S");
        }
    }
}
