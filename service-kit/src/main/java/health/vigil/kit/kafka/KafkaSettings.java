package health.vigil.kit.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/// Where Kafka and its schema registry are.
///
/// @param clientProperties a Java properties file with further client settings (TLS, SASL); empty for none
/// @param schemaRegistry a URL, or empty for the checked-in history in memory
public record KafkaSettings(String bootstrapServers, String clientProperties, String schemaRegistry) {

    public static final KafkaSettings DEFAULTS = new KafkaSettings("127.0.0.1:9092", "", "");

    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrap-servers must name at least one host:port");
        }
    }

    /// What every client of this cluster needs, to be added to.
    public Map<String, Object> client() {
        var properties = new HashMap<String, Object>();
        if (!clientProperties.isEmpty()) {
            ClientProperties.read(clientProperties).forEach((name, value) -> properties.put((String) name, value));
        }
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }
}
