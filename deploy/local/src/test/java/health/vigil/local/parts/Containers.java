package health.vigil.local.parts;

import health.vigil.parts.SourceTree;
import health.vigil.parts.StartMode;
import java.util.Map;
import java.util.stream.Collectors;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/// The parts in containers.
final class Containers {

    static final int DEVICES = 1883;
    static final int GATEWAYS = 1884;
    static final int REGISTRY = 8081;

    private static final String KAFKA_WITHIN = "kafka:19092";

    private Containers() {}

    /// Whether this machine can run them.
    static boolean canRun() {
        return StartMode.missingDocker().isEmpty();
    }

    static KafkaContainer kafka(Network network) {
        return new KafkaContainer(DockerImageName.parse("apache/kafka:4.1.0"))
                .withNetwork(network)
                .withListener(KAFKA_WITHIN);
    }

    /// With the files in `deploy/mosquitto`.
    static GenericContainer<?> mosquitto(Map<String, String> accounts) {
        var production = SourceTree.folder("deploy/mosquitto");
        var listeners = "listener %d\nuse_username_as_clientid true\nlistener %d\n".formatted(DEVICES, GATEWAYS);
        var passwords = accounts.entrySet().stream()
                .map(account -> account.getKey() + ":" + account.getValue() + "\n")
                .collect(Collectors.joining());
        return new GenericContainer<>(DockerImageName.parse("eclipse-mosquitto:2.0.22"))
                .withCopyFileToContainer(
                        MountableFile.forHostPath(production.resolve("vigil.conf")), "/etc/mosquitto/conf.d/vigil.conf")
                .withCopyFileToContainer(
                        MountableFile.forHostPath(production.resolve("vigil.acl")), "/etc/mosquitto/vigil.acl")
                .withCopyToContainer(Transferable.of(passwords), "/etc/mosquitto/vigil.passwords")
                .withCopyToContainer(
                        Transferable.of(listeners + "persistence_location /mosquitto/data/\nuser root\n"
                                + "include_dir /etc/mosquitto/conf.d\n"),
                        "/etc/mosquitto/mosquitto.conf")
                .withCommand(
                        "sh",
                        "-c",
                        "mosquitto_passwd -U /etc/mosquitto/vigil.passwords"
                                + " && exec mosquitto -c /etc/mosquitto/mosquitto.conf")
                .withExposedPorts(DEVICES, GATEWAYS)
                .waitingFor(Wait.forListeningPort());
    }

    static GenericContainer<?> schemaRegistry(Network network) {
        return new GenericContainer<>(DockerImageName.parse("confluentinc/cp-schema-registry:7.9.0"))
                .withNetwork(network)
                .withEnv("SCHEMA_REGISTRY_HOST_NAME", "registry")
                .withEnv("SCHEMA_REGISTRY_LISTENERS", "http://0.0.0.0:" + REGISTRY)
                .withEnv("SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS", "PLAINTEXT://" + KAFKA_WITHIN)
                .withExposedPorts(REGISTRY)
                .waitingFor(Wait.forHttp("/subjects"));
    }
}
