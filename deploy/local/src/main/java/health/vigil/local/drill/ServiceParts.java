package health.vigil.local.drill;

import health.vigil.kit.config.SecretFile;
import health.vigil.local.Vigil;
import health.vigil.local.embedded.EmbeddedBroker;
import health.vigil.local.embedded.FreePort;
import health.vigil.local.embedded.ServiceRoles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two of each of Vigil's services, each with a settings file as an operator would write it.
final class ServiceParts {

    static final List<String> SERVICES = List.of("gateway", "stream-processor", "alert-service", "care-api");

    private static final int HEAP = 192;
    private static final int PARTITIONS = 4;

    private final Path home;
    private final Links links;
    private final KafkaCluster kafka;
    private final int registryPort;
    private final DatabaseServer database;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Map<String, Integer> httpPorts = new LinkedHashMap<>();

    ServiceParts(Path home, Links links, KafkaCluster kafka, int registryPort, DatabaseServer database) {
        this.home = home;
        this.links = links;
        this.kafka = kafka;
        this.registryPort = registryPort;
        this.database = database;
    }

    /// The names of all instances.
    static List<String> instances() {
        return SERVICES.stream()
                .flatMap(service -> List.of(service + "-1", service + "-2").stream())
                .toList();
    }

    void make(int gatewayPort, Path gatewayPassword, Path administratorPassword) throws IOException {
        for (var instance : instances()) {
            var service = instance.substring(0, instance.length() - 2);
            var text = new StringBuilder(common(instance));
            text.append(
                    switch (service) {
                        case "gateway" -> mqtt(links.through(instance, "mqtt", gatewayPort), gatewayPassword);
                        case "stream-processor" -> streams(instance) + database(instance, service);
                        case "care-api" ->
                            database(instance, service) + "administrator-password-file: " + administratorPassword
                                    + "\nkey-file: " + keys() + "\n";
                        default ->
                            database(instance, service) + "channels: {digest-every: PT2S}\nkey-file: " + keys() + "\n";
                    });
            var file = Files.writeString(home.resolve(instance + ".yaml"), text);
            var arguments = new ArrayList<>(List.of("service", service, "--config", file.toString()));
            parts.put(
                    instance,
                    new Part(
                            instance, home.resolve(instance), JavaCommand.of(Vigil.class, HEAP, List.of(), arguments)));
        }
    }

    /// All instances have the same.
    private Path keys() {
        var file = home.resolve("keys");
        SecretFile.readOrCreate(file);
        return file;
    }

    private String common(String instance) throws IOException {
        var http = FreePort.of(0);
        httpPorts.put(instance, http);
        return """
                http:
                  host: 127.0.0.1
                  port: %d
                kafka:
                  bootstrap-servers: "%s"
                  schema-registry:
                    url: %s
                  topics:
                    partitions: %d
                    replication: 3
                """.formatted(
                        http,
                        kafka.bootstrapServers(instance),
                        RegistryServer.url(links.through(instance, "registry", registryPort)),
                        PARTITIONS);
    }

    private static String mqtt(int port, Path password) {
        return """
                mqtt:
                  url: tcp://127.0.0.1:%d
                  user: %s
                  password-file: %s
                  sessions: 4
                  receive-maximum: 500
                """.formatted(port, EmbeddedBroker.gatewayUser(), password);
    }

    private String streams(String instance) {
        return """
                streams:
                  state-directory: %s
                  instance-id: %s
                  # A commit is dear where fourteen processes share a processor or two.
                  commit-interval: PT0.2S
                """.formatted(home.resolve(instance), instance);
    }

    private String database(String instance, String service) throws IOException {
        return """
                database:
                  url: %s
                  user: %s
                  password-file: %s
                  pool-size: 6
                """.formatted(
                        database.url(links.through(instance, "postgresql", database.port())),
                        ServiceRoles.of(service),
                        database.passwordFile());
    }

    List<Part> parts() {
        return List.copyOf(parts.values());
    }

    /// Where an instance answers.
    String http(String instance) {
        return "http://127.0.0.1:" + httpPorts.get(instance);
    }
}
