package health.vigil.gateway.intake;

/// Where the broker is, and who the gateway is there.
///
/// @param url `tcp://host:port` or `ssl://host:port`
/// @param passwordFile a file with the password; empty where the broker asks for none
/// @param clientId stable: the broker keeps what came while this instance was away under this name
/// @param receiveMaximum most messages that Kafka has not confirmed yet; bounds the gateway's memory
public record MqttSettings(String url, String user, String passwordFile, String clientId, int receiveMaximum) {

    public static final MqttSettings DEFAULTS =
            new MqttSettings("tcp://127.0.0.1:1883", "vigil-gateway", "", "vigil-gateway-0", 1000);

    public MqttSettings {
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("client-id must not be empty");
        }
        if (receiveMaximum < 1 || receiveMaximum > 65_535) {
            throw new IllegalArgumentException("receive-maximum must lie between 1 and 65535");
        }
    }
}
