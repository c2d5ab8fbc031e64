package health.vigil.local.bench;

import health.vigil.kit.config.SecretFile;
import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Stop;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.embedded.EmbeddedBroker;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.embedded.EmbeddedKafka;
import health.vigil.local.embedded.FreePort;
import health.vigil.schemas.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/// The same broker, Kafka and database as the all-in-one's, with the same settings and tables, and nothing of Vigil
/// on them.
final class BareParts implements AutoCloseable {

    static final int PARTITIONS = 2;

    /// Messages as they came.
    static final String RAW = "bare.raw";

    /// Rows as they go into the database.
    static final String ROWS = "bare.rows";

    private final Lifecycle lifecycle;
    private final Telemetry telemetry = new Telemetry(new Metrics(), new Health());
    private final String gatewayPassword = SecretFile.random();
    private final EmbeddedBroker broker;
    private final String mqtt;
    private final KafkaSettings kafka;
    private final Admin admin;
    private final Database database;

    static BareParts start(Path folder) throws Exception {
        var lifecycle = new Lifecycle();
        try {
            return new BareParts(folder.toAbsolutePath(), lifecycle);
        } catch (Exception failure) {
            lifecycle.close();
            throw failure;
        }
    }

    private BareParts(Path folder, Lifecycle lifecycle) throws Exception {
        this.lifecycle = lifecycle;
        try (var starting = Executors.newCachedThreadPool()) {
            var startedKafka =
                    starting.submit(() -> lifecycle.started("kafka", new EmbeddedKafka(folder.resolve("kafka"), 0)));
            var startedDatabase = starting.submit(
                    () -> lifecycle.started("postgresql", new EmbeddedDatabase(folder.resolve("database"), 0)));
            var startedBroker = starting.submit(() -> lifecycle.started(
                    "mqtt", new EmbeddedBroker(folder.resolve("mqtt"), 0, (_, _) -> true, gatewayPassword)));
            this.broker = startedBroker.get();
            this.kafka = KafkaSettings.local(startedKafka.get().bootstrapServers());
            var server = startedDatabase.get();
            var settings = new DatabaseSettings(
                    server.url(), EmbeddedDatabase.user(), server.passwordFile().toString(), 8, Duration.ofSeconds(5));
            this.database = lifecycle.started("database", Database.open(settings, "bare", telemetry));
        }
        this.admin = lifecycle.started("admin", Admin.create(Map.copyOf(kafka.client())));
        Topics.create(admin, PARTITIONS, (short) 1, true);
        if (!admin.listTopics().names().get().contains(ROWS)) {
            admin.createTopics(List.of(topic(RAW), topic(ROWS))).all().get();
        }
        database.migrate("vitals");
        var port = FreePort.of(0);
        broker.openForDevices("127.0.0.1", port);
        this.mqtt = "tcp://127.0.0.1:" + port;
    }

    /// As Vigil's own: acknowledged is on disk.
    private static NewTopic topic(String name) {
        return new NewTopic(name, Optional.of(PARTITIONS), Optional.of((short) 1))
                .configs(Map.of(TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG, "1"));
    }

    /// Where devices connect, with any name and password.
    String mqtt() {
        return mqtt;
    }

    /// Where a gateway connects.
    String gatewayUrl() {
        return broker.gatewayUrl();
    }

    String gatewayPassword() {
        return gatewayPassword;
    }

    KafkaSettings kafka() {
        return kafka;
    }

    KafkaProgress progress() {
        return new KafkaProgress(admin);
    }

    Database database() {
        return database;
    }

    Telemetry telemetry() {
        return telemetry;
    }

    @Override
    public void close() {
        lifecycle.close();
        telemetry.metrics().close();
    }

    /// As a process of its own, the floor of starting and of memory: says `ready`, and goes on until it is told to
    /// stop.
    ///
    /// @param arguments the folder of the data
    public static void main(String[] arguments) throws Exception {
        try (var stop = Stop.onSignal();
                var _ = start(Path.of(arguments[0]))) {
            System.out.println(ChildProcess.READY);
            stop.await();
        }
    }
}
