package health.vigil.local.drill;

import health.vigil.kit.config.SecretFile;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.embedded.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Everything that a Vigil of some size consists of, each part an operating-system process, with proxies in between.
final class Deployment implements AutoCloseable {

    static final String MQTT = "mqtt";
    static final Link DEVICES = new Link("devices", MQTT);
    static final String REGISTRY = "registry";
    static final String DATABASE = "postgresql";

    /// The drill's own connections to the database are known by this name.
    static final String APPLICATION = "vigil-drill";

    private static final int DISK_MEBIBYTES = 1024;

    private final Path home;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Map<String, Disk> disks = new LinkedHashMap<>();
    private final Links links = new Links();
    private final KafkaCluster kafka;
    private final DatabaseServer database;
    private final ServiceParts services;
    private final int devicePort;
    private final int registryPort = FreePort.of(0);
    private final Jdbi jdbi;

    /// Lays everything out in a folder, and starts nothing.
    Deployment(Path home, BrokerKind broker) throws IOException, InterruptedException, SQLException {
        this.home = home;
        for (var part : List.of(DATABASE, "kafka-1", "kafka-2", "kafka-3")) {
            disks.put(part, new Disk(home.resolve(part), DISK_MEBIBYTES));
        }
        this.database = DatabaseServer.in(home.resolve(DATABASE), FreePort.of(0));
        this.kafka = new KafkaCluster(home::resolve, ServiceParts.instances(), links);
        this.services = new ServiceParts(home, links, kafka, registryPort, database);
        var gatewayPort = FreePort.of(0);
        var realDevicePort = FreePort.of(0);
        this.devicePort = links.through("devices", MQTT, realDevicePort);
        var gatewayPassword = secret("gateway-password");
        add(broker.part(
                home.resolve(MQTT),
                gatewayPort,
                realDevicePort,
                gatewayPassword,
                database.url(links.through(MQTT, DATABASE, database.port())) + "?connectTimeout=2&socketTimeout=3",
                database.passwordFile()));
        add(database.part());
        kafka.parts().forEach(this::add);
        add(RegistryServer.part(home.resolve(REGISTRY), registryPort));
        services.make(gatewayPort, gatewayPassword, administratorPassword());
        services.parts().forEach(this::add);
        var direct =
                database.url(database.port()) + "?connectTimeout=3&socketTimeout=60&ApplicationName=" + APPLICATION;
        this.jdbi = Jdbi.create(direct, EmbeddedDatabase.user(), SecretFile.read(database.passwordFile()));
    }

    private void add(Part part) {
        parts.put(part.name(), part);
    }

    private Path secret(String name) {
        var file = home.resolve(name);
        SecretFile.readOrCreate(file);
        return file;
    }

    Path administratorPassword() {
        return secret("admin-password");
    }

    List<Part> parts() {
        return List.copyOf(parts.values());
    }

    List<String> names() {
        return List.copyOf(parts.keySet());
    }

    Part part(String name) {
        return Optional.ofNullable(parts.get(name)).orElseThrow(() -> new IllegalArgumentException("no part " + name));
    }

    Links links() {
        return links;
    }

    Optional<Disk> disk(String part) {
        return Optional.ofNullable(disks.get(part));
    }

    /// Why no disk can be filled up here.
    Optional<String> diskProblem() {
        return disks.values().stream().flatMap(disk -> disk.problem().stream()).findFirst();
    }

    /// Where devices connect.
    String mqttUrl() {
        return "tcp://127.0.0.1:" + devicePort;
    }

    String http(String service) {
        return services.http(service);
    }

    String registryUrl() {
        return RegistryServer.url(registryPort);
    }

    String kafkaServers() {
        return kafka.directServers();
    }

    /// Straight to the database.
    Jdbi jdbi() {
        return jdbi;
    }

    /// Starts again what has ended by itself, as a supervisor would.
    ///
    /// @return the names of those
    List<String> revive() throws IOException {
        var revived = new ArrayList<String>();
        for (var part : parts.values()) {
            if (part.revive()) {
                revived.add(part.name());
            }
        }
        return revived;
    }

    @Override
    public void close() throws IOException {
        // Those that use others first, all of a kind at the same time.
        parts.values().stream().toList().reversed().parallelStream().forEach(Part::close);
        links.close();
        for (var disk : disks.values()) {
            disk.close();
        }
    }
}
