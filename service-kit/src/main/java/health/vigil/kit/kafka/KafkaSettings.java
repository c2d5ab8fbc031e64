package health.vigil.kit.kafka;

import health.vigil.kit.config.Listener;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;

/// Where Kafka and its schema registry are.
///
/// @param security how clients prove who they are
/// @param clientProperties a Java properties file with further client settings; empty for none
/// @param schemaRegistry where schemas and their ids are kept
/// @param topics how the topics are set up
public record KafkaSettings(
        String bootstrapServers,
        SecuritySettings security,
        String clientProperties,
        RegistrySettings schemaRegistry,
        TopicSettings topics) {

    public static final KafkaSettings DEFAULTS = new KafkaSettings(
            "127.0.0.1:9092", SecuritySettings.DEFAULTS, "", RegistrySettings.DEFAULTS, TopicSettings.DEFAULTS);

    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrap-servers must name at least one host:port");
        }
        if (security.protocol().isEmpty() && clientProperties.isEmpty() && !staysHere(bootstrapServers)) {
            throw new IllegalArgumentException(
                    "bootstrap-servers names another machine, so security.protocol must be SSL or SASL_SSL; or PLAINTEXT"
                            + " or SASL_PLAINTEXT, where nobody else is on the network");
        }
    }

    private static boolean staysHere(String servers) {
        return Pattern.compile(",")
                .splitAsStream(servers)
                .map(server -> server.strip().replaceFirst(":\\d+$", ""))
                .allMatch(Listener::staysHere);
    }

    /// A single broker on this machine that asks for no password, with the schemas in memory.
    public static KafkaSettings local(String bootstrapServers) {
        return new KafkaSettings(
                bootstrapServers, SecuritySettings.DEFAULTS, "", RegistrySettings.DEFAULTS, TopicSettings.SINGLE);
    }

    /// What every client of this cluster needs, to be added to.
    public Map<String, Object> client() {
        var properties = new HashMap<String, Object>();
        if (!clientProperties.isEmpty()) {
            ClientProperties.read(clientProperties).forEach((name, value) -> properties.put((String) name, value));
        }
        properties.putAll(security.client());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }
}
