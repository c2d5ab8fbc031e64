package health.vigil.local.parts;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;

@EnabledIf(value = "health.vigil.local.parts.Containers#canRun", disabledReason = "there is no Docker here")
class RegistryInContainersIT extends RegistryServerContract {

    private final Network network = Network.newNetwork();
    private final KafkaContainer kafka = Containers.kafka(network);
    private final GenericContainer<?> registry = Containers.schemaRegistry(network);

    RegistryInContainersIT() {
        kafka.start();
        registry.start();
    }

    @AfterAll
    void stopContainers() {
        registry.stop();
        kafka.stop();
        network.close();
    }

    @Override
    String url() {
        return "http://%s:%d".formatted(registry.getHost(), registry.getMappedPort(Containers.REGISTRY));
    }
}
