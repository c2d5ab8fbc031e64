package health.vigil.local.parts;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;

class EmbeddedRegistryIT extends RegistryContract {

    @Override
    SchemaRegistryClient client() {
        return history.inMemory();
    }
}
