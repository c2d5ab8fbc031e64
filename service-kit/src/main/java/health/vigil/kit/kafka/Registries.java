package health.vigil.kit.kafka;

import health.vigil.kit.config.SecretFile;
import health.vigil.kit.config.Trust;
import health.vigil.schemas.wire.SchemaHistory;
import health.vigil.schemas.wire.Wire;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import java.nio.file.Path;
import java.util.Map;

/// Connects the wire format to its schema registry.
public final class Registries {

    private static final int CACHED_SCHEMAS = 100;

    private Registries() {}

    /// By the registry server of the settings, or by the checked-in history where none is named. Asks the server only
    /// once a record is written or read.
    public static Wire wire(KafkaSettings settings) {
        var history = SchemaHistory.checkedIn();
        var registry = settings.schemaRegistry();
        return new Wire(registry.url().isEmpty() ? history.inMemory() : server(registry), history);
    }

    /// Registers the schemas that the registry server does not know yet. It decides on their ids.
    ///
    /// @throws IllegalStateException when it is away or refuses one
    public static void prepare(KafkaSettings settings) {
        if (!settings.schemaRegistry().url().isEmpty()) {
            SchemaHistory.checkedIn().publish(server(settings.schemaRegistry()));
        }
    }

    private static SchemaRegistryClient server(RegistrySettings settings) {
        var rest = new RestService(settings.url());
        if (!settings.truststore().isEmpty()) {
            rest.setSslSocketFactory(Trust.in(Path.of(settings.truststore())).getSocketFactory());
        }
        Map<String, String> credentials = settings.user().isEmpty()
                ? Map.of()
                : Map.of(
                        "basic.auth.credentials.source",
                        "USER_INFO",
                        "basic.auth.user.info",
                        settings.user() + ":" + SecretFile.read(Path.of(settings.passwordFile())));
        return new CachedSchemaRegistryClient(rest, CACHED_SCHEMAS, credentials);
    }
}
