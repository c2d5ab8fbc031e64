package health.vigil.kit.kafka;

import health.vigil.kit.config.SecretFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/// How clients prove to Kafka who they are, and know that it is Kafka.
///
/// @param protocol `PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`; empty for `PLAINTEXT` on this machine
/// @param mechanism of SASL: `PLAIN`, `SCRAM-SHA-256` or `SCRAM-SHA-512`
/// @param passwordFile a file with the user's password
/// @param truststore a PEM file with the authorities whose certificates are good; empty for those that Java knows
public record SecuritySettings(String protocol, String mechanism, String user, String passwordFile, String truststore) {

    private static final List<String> PROTOCOLS = List.of("", "PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    private static final Map<String, String> LOGIN = Map.of(
            "PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule",
            "SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule",
            "SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule");

    public static final SecuritySettings DEFAULTS = new SecuritySettings("", "SCRAM-SHA-512", "", "", "");

    public SecuritySettings {
        if (!PROTOCOLS.contains(protocol)) {
            throw new IllegalArgumentException("protocol must be PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL");
        }
        if (!LOGIN.containsKey(mechanism)) {
            throw new IllegalArgumentException("mechanism must be PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512");
        }
        if (protocol.startsWith("SASL") && (user.isEmpty() || passwordFile.isEmpty())) {
            throw new IllegalArgumentException("user and password-file are needed with the protocol " + protocol);
        }
    }

    Map<String, Object> client() {
        var properties = new HashMap<String, Object>();
        if (!protocol.isEmpty()) {
            properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
        }
        if (protocol.startsWith("SASL")) {
            properties.put(SaslConfigs.SASL_MECHANISM, mechanism);
            properties.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    "%s required username=%s password=%s;"
                            .formatted(
                                    LOGIN.get(mechanism),
                                    quoted(user),
                                    quoted(SecretFile.read(Path.of(passwordFile)))));
        }
        if (!truststore.isEmpty()) {
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, truststore);
        }
        return properties;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
