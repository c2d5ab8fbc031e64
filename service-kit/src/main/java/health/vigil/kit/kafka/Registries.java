package health.vigil.kit.kafka;

import health.vigil.schemas.wire.SchemaHistory;
import health.vigil.schemas.wire.Wire;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;

/// Connects the wire format to its schema registry.
public final class Registries {

    private static final int CACHED_SCHEMAS = 100;

    private Registries() {}

    /// By the registry server of the settings, or by the checked-in history where none is named.
    public static Wire wire(KafkaSettings settings) {
        var history = SchemaHistory.checkedIn();
        if (settings.schemaRegistry().isEmpty()) {
            return new Wire(history.inMemory(), history);
        }
        var server = new CachedSchemaRegistryClient(settings.schemaRegistry(), CACHED_SCHEMAS);
        history.publish(server);
        return new Wire(server, history);
    }
}
