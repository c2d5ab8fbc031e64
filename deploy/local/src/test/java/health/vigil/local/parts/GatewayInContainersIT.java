package health.vigil.local.parts;

import health.vigil.kit.kafka.KafkaSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;

@EnabledIf(value = "health.vigil.local.parts.Containers#canRun", disabledReason = "there is no Docker here")
class GatewayInContainersIT extends GatewayContract {

    private final Network network = Network.newNetwork();
    private final KafkaContainer kafka = Containers.kafka(network);
    private final GenericContainer<?> mosquitto = Containers.mosquitto(accounts());

    @BeforeAll
    void startContainers() {
        kafka.start();
        mosquitto.start();
    }

    @AfterAll
    void stopContainers() {
        mosquitto.stop();
        kafka.stop();
        network.close();
    }

    @Override
    MqttBroker broker() {
        return new MqttBroker() {

            @Override
            public String gatewayUrl() {
                return url(Containers.GATEWAYS);
            }

            @Override
            public String deviceUrl() {
                return url(Containers.DEVICES);
            }

            @Override
            public void close() {
                mosquitto.stop();
            }
        };
    }

    private String url(int port) {
        return "tcp://%s:%d".formatted(mosquitto.getHost(), mosquitto.getMappedPort(port));
    }

    @Override
    KafkaSettings kafka() {
        return KafkaSettings.local(kafka.getBootstrapServers());
    }
}
