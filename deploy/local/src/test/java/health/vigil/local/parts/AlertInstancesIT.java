package health.vigil.local.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.kafka.TopicSetUp;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.embedded.EmbeddedKafka;
import health.vigil.schemas.AlertSeverity;
import health.vigil.schemas.Cause;
import health.vigil.schemas.Change;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.Kind;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two alert services with ten thousand alerts to tell of, one of which is killed in the middle.
class AlertInstancesIT {

    private static final int ALERTS = 10_000;

    /// One in so many is critical, and goes out singly.
    private static final int CRITICAL = 10;

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder = Path.of("");

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /// Which message told of an alert.
    private final Map<UUID, Set<String>> told = new ConcurrentHashMap<>();

    private final Set<String> messages = ConcurrentHashMap.newKeySet();

    private <T extends AutoCloseable> T started(T part) {
        started.push(part);
        return part;
    }

    @AfterEach
    void stopAll() throws Exception {
        while (!started.isEmpty()) {
            started.pop().close();
        }
    }

    private String sink() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var threads = started(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
        started(() -> server.stop(0));
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var message = exchange.getRequestHeaders().getFirst("webhook-id");
            JSON.readTree(exchange.getRequestBody()).at("/data/alerts").forEach(alert -> told.computeIfAbsent(
                            UUID.fromString(alert.asText()), _ -> ConcurrentHashMap.newKeySet())
                    .add(message));
            messages.add(message);
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static EpisodeEvent episode(int number) {
        var now = Instant.now();
        var cause = new Cause(NameBased.uuid("reading", number), now, now, "45 mg/dL");
        return EpisodeEvent.newBuilder()
                .setEpisodeId(NameBased.uuid("episode", number))
                .setRevision(1)
                .setChange(Change.RAISED)
                .setPatientId(NameBased.uuid("patient", number))
                .setRuleId("glucose-dangerously-low")
                .setSeverity(number % CRITICAL == 0 ? AlertSeverity.CRITICAL : AlertSeverity.HIGH)
                .setKind(Kind.GLUCOSE)
                .setReason("Dangerously low glucose.")
                .setFirst(cause)
                .setWorst(cause)
                .setLatest(cause)
                .setReadings(1)
                .setLate(false)
                .setClockSuspect(false)
                .build();
    }

    private static void publish(KafkaSettings kafka) {
        var wire = Registries.wire(kafka);
        try (var producer = new KafkaProducer<>(kafka.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var number = 0; number < ALERTS; number++) {
                var event = episode(number);
                var _ = producer.send(new ProducerRecord<>(
                        Topics.ALERTS.name(), Wire.key(event.getPatientId()), wire.encode(Topics.ALERTS, event)));
            }
            producer.flush();
        }
    }

    private ServiceProcess instance(KafkaSettings kafka, DatabaseSettings database) throws IOException {
        return started(ServiceProcess.start(folder, "alert-service", """
                kafka:
                  bootstrap-servers: %s
                  topics: {partitions: 2, replication: 1}
                database: {url: "%s", user: %s, password-file: %s, pool-size: 12}
                channels: {digest-every: PT1S}
                key-file: %s
                """.formatted(
                        kafka.bootstrapServers(), database.url(), database.user(), database.passwordFile(), keys())));
    }

    private Path keys() {
        var file = folder.resolve("keys");
        SecretFile.readOrCreate(file);
        return file;
    }

    @Test
    void noneOfTenThousandAlertsIsMissedOrToldTwiceWhenOneInstanceIsKilled() throws Exception {
        var server = started(new EmbeddedDatabase(folder.resolve("database"), 0));
        var settings = new DatabaseSettings(
                server.url(), EmbeddedDatabase.user(), server.passwordFile().toString(), 2, Duration.ofSeconds(5));
        var kafka = KafkaSettings.local(
                started(new EmbeddedKafka(folder.resolve("kafka"), 0)).bootstrapServers());
        TopicSetUp.prepare(kafka);
        // Flyway takes two connections.
        var database = started(Database.open(
                new DatabaseSettings(
                        settings.url(), settings.user(), settings.passwordFile(), 4, settings.connectTimeout()),
                "test",
                new Telemetry(new Metrics(), new Health())));
        database.migrate("care");
        database.migrate("vitals");
        database.migrate("alerts");
        database.jdbi().useHandle(handle -> {
            handle.execute("""
                    insert into care.account (username, display_name, role, password_hash, created_at)
                    values ('nora', 'Nora', 'NURSE', '', now())
                    """);
            handle.execute(
                    "insert into alerts.contact values (?, 'nora', 'webhook', ?, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',"
                            + " 'ROUTINE', now())",
                    UUID.nameUUIDFromBytes("contact".getBytes(UTF_8)),
                    sink());
        });
        var first = instance(kafka, settings);
        var second = instance(kafka, settings);
        await().atMost(PATIENCE).until(() -> first.isReady() && second.isReady());

        publish(kafka);
        await().atMost(PATIENCE).until(() -> messages.size() > ALERTS / CRITICAL / 3);
        first.kill();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).hasSize(ALERTS));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(count(database, "alerts.job_webhook"))
                .isZero());
        assertThat(count(database, "alerts.step where step = 'raised'")).isEqualTo(ALERTS);
        assertThat(count(database, "alerts.notice where round = 1 and step = 1"))
                .isEqualTo(ALERTS);
        assertThat(told.entrySet())
                .as("alerts that were told of by more than one message")
                .filteredOn(alert -> alert.getValue().size()
                        > count(database, "alerts.notice where alert_id = '" + alert.getKey() + "'"))
                .isEmpty();
        System.out.printf("%,d alerts by %,d messages, one instance killed in the middle%n", ALERTS, messages.size());
    }

    private static long count(Database database, String what) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from " + what)
                .mapTo(Long.class)
                .one());
    }
}
