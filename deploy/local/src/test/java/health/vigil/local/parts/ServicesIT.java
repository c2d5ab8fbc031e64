package health.vigil.local.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.care.accounts.Accounts;
import health.vigil.kit.access.Role;
import health.vigil.kit.config.KeyRing;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.EveryRoute;
import health.vigil.local.TriedSession;
import health.vigil.local.client.VigilApi;
import health.vigil.local.device.Device;
import health.vigil.local.embedded.EmbeddedBroker;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.embedded.EmbeddedKafka;
import health.vigil.local.embedded.FreePort;
import health.vigil.local.embedded.ServiceRoles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The four services as processes of their own, started before what they need, and restarted one after the other.
class ServicesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PASSWORD = "long enough to be one";
    private static final String DANGEROUS =
            "{\"type\":\"glucose\",\"measuredAt\":\"2026-01-01T00:00:00Z\",\"value\":40,\"unit\":\"mg/dL\"}";

    @TempDir
    private Path folder = Path.of("");

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Map<String, ServiceProcess> services = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final int kafkaPort = FreePort.of(0);
    private final int brokerPort = FreePort.of(0);
    private final int devicePort = FreePort.of(0);
    private DatabaseSettings database = DatabaseSettings.DEFAULTS;

    @AfterEach
    void stopAll() throws Exception {
        services.values().forEach(ServiceProcess::close);
        while (!started.isEmpty()) {
            started.pop().close();
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        started.push(part);
        return part;
    }

    private String settings(String service) throws Exception {
        var password = Files.writeString(folder.resolve("password"), PASSWORD);
        var kafka = """
                kafka:
                  bootstrap-servers: 127.0.0.1:%d
                  topics: {partitions: 2, replication: 1}
                """.formatted(kafkaPort);
        return switch (service) {
            case "gateway" -> kafka + """
                    mqtt: {url: "tcp://127.0.0.1:%d", user: %s, password-file: %s, sessions: 2}
                    """.formatted(brokerPort, EmbeddedBroker.gatewayUser(), password);
            case "stream-processor" ->
                kafka + store(service) + "streams: {state-directory: %s}\n".formatted(folder.resolve("streams"));
            case "care-api" ->
                kafka + store(service) + "administrator-password-file: %s\nkey-file: %s\n".formatted(password, keys());
            case "alert-service" -> kafka + store(service) + "key-file: %s\n".formatted(keys());
            default -> throw new IllegalArgumentException(service);
        };
    }

    private String store(String service) {
        return """
                database: {url: "%s", user: %s, password-file: %s, pool-size: 4}
                """.formatted(database.url(), ServiceRoles.of(service), database.passwordFile());
    }

    private Path keys() {
        var file = folder.resolve("keys");
        SecretFile.readOrCreate(file);
        return file;
    }

    private void start(String service) throws Exception {
        services.put(
                service,
                ServiceProcess.start(
                        folder, service, settings(service), ports.computeIfAbsent(service, _ -> FreePort.of(0))));
    }

    private ServiceProcess service(String name) {
        var service = services.get(name);
        if (service == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return service;
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250));
    }

    private void awaitReady(String service) {
        patiently().untilAsserted(() -> assertThat(service(service).readiness().path("parts"))
                .isNotEmpty()
                .allSatisfy(part -> assertThat(part.asText()).isEqualTo("ok")));
    }

    private void awaitWaitingFor(String service, String what) {
        patiently().untilAsserted(() -> assertThat(
                        service(service).readiness().at("/parts/start").asText())
                .contains(what));
    }

    private void startDatabase() throws Exception {
        var server = started(new EmbeddedDatabase(folder.resolve("database"), 0));
        ServiceRoles.make(server);
        database = new DatabaseSettings(
                server.url(), ServiceRoles.CARE, server.passwordFile().toString(), 2, Duration.ofSeconds(5));
    }

    private VigilApi signIn(Role role) throws Exception {
        var telemetry = new Telemetry(new Metrics(), new Health());
        try (var pool = Database.open(database, "test", telemetry)) {
            new Accounts(pool.jdbi(), KeyRing.read(keys()), Clock.systemUTC())
                    .put(new Accounts.Account(role.name(), role.name(), role), PASSWORD);
        }
        return started(new VigilApi(service("care-api").http(), role.name(), PASSWORD));
    }

    private Device newDevice(VigilApi administrator, UUID device, UUID patient) throws Exception {
        administrator.put(
                "/api/patients/" + patient,
                Map.of("familyName", "Berg", "givenName", "Ada", "zone", "Europe/Berlin", "birthDate", "1951-03-14"));
        var secret = administrator
                .put("/api/devices/" + device, Map.of("label", "hub"))
                .path("secret")
                .asText();
        administrator.put(
                "/api/devices/%s/assignments/%s".formatted(device, UUID.randomUUID()),
                Map.of("patientId", patient, "from", "2000-01-01T00:00:00Z"));
        return started(new Device("tcp://127.0.0.1:" + devicePort, device, secret, Device.Until.RECEIPT));
    }

    /// The readings of the patient, as the API shows them.
    private static JsonNode trend(VigilApi api, UUID patient) throws Exception {
        return api.get("/api/patients/%s/trend?metric=glucose&resolution=raw&from=%s&to=%s&limit=2000"
                        .formatted(patient, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"))
                .path("points");
    }

    @Test
    void servicesWaitForWhatTheyNeedAndARollingRestartLosesAndDoublesNothing() throws Exception {
        startDatabase();
        start("gateway");
        start("stream-processor");
        start("alert-service");
        start("care-api");
        awaitWaitingFor("gateway", "Kafka does not answer");
        awaitWaitingFor("stream-processor", "Kafka does not answer");

        started(new EmbeddedKafka(folder.resolve("kafka"), kafkaPort));
        var broker = started(new EmbeddedBroker(folder.resolve("mqtt"), brokerPort, (_, _) -> true, PASSWORD));
        for (var service : ports.keySet()) {
            awaitReady(service);
        }
        broker.openForDevices("127.0.0.1", devicePort);
        var administrator =
                started(new VigilApi(service("care-api").http(), "admin", SecretFile.read(folder.resolve("password"))));
        var nurse = signIn(Role.NURSE);
        var patient = UUID.randomUUID();
        var id = UUID.randomUUID();
        var device = newDevice(administrator, id, patient);

        device.publish(DANGEROUS);
        var alerts = service("alert-service").http() + "/api/alerts?state=open&limit=10";
        patiently().untilAsserted(() -> assertThat(trend(nurse, patient)).hasSize(1));
        patiently().untilAsserted(() -> assertThat(nurse.get(alerts).path("alerts"))
                .hasSize(1));

        var fleet = started(Fleet.of(device)).start();
        for (var service : ports.keySet()) {
            assertThat(service(service).terminate()).isEqualTo(143);
            start(service);
            awaitReady(service);
        }
        fleet.stop();

        patiently().until(() -> device.unconfirmed() == 0);
        patiently().untilAsserted(() -> assertThat(trend(nurse, patient)).hasSize(1 + fleet.published()));
        assertThat(nurse.get(alerts).path("alerts")).hasSize(1);
        eachStartIsOnRecord(administrator);
        var alert = nurse.get(alerts).path("alerts").path(0).path("alertId").asText();
        everyRouteAnswers(
                Map.of("patient", patient.toString(), "device", id.toString(), "alert", alert, "trail", "alerts"));
    }

    private void eachStartIsOnRecord(VigilApi administrator) throws Exception {
        for (var service : List.of("care-api", "alert-service")) {
            assertThat(administrator
                            .get("/api/audit?action=start&who=" + service)
                            .path("entries"))
                    .as("starts of " + service)
                    .hasSize(2)
                    .allSatisfy(entry -> assertThat(entry.path("subject").asText())
                            .contains("key-file=" + keys(), "database.user=" + ServiceRoles.of(service))
                            .doesNotContain(PASSWORD));
        }
    }

    /// That a service's role in the database is allowed what its routes need, is seen by using them.
    private void everyRouteAnswers(Map<String, String> places) throws Exception {
        var faults = new TreeSet<String>();
        var answered = new TreeSet<String>();
        for (var role : List.of(Role.NURSE, Role.LEAD_NURSE, Role.CLINICIAN, Role.ADMIN)) {
            signIn(role).close();
            var session = TriedSession.open(service("care-api").http(), role.name(), PASSWORD);
            for (var route : EveryRoute.ALL) {
                if (!route.isFor(Optional.of(role)) || route.changesTheSession()) {
                    continue;
                }
                for (var service : List.of("care-api", "alert-service")) {
                    var request = EveryRoute.request(service(service).http(), route, "application/json", places);
                    var status = TriedSession.status(session.allowed(request));
                    if (status >= 500) {
                        faults.add(route + " by " + service + ": " + status);
                    } else if (status < 400) {
                        answered.add(route.toString());
                    }
                }
            }
        }
        assertThat(faults)
                .as(() -> "\ncare-api: " + service("care-api").errors() + "\nalert-service: "
                        + service("alert-service").errors())
                .isEmpty();
        assertThat(answered)
                .contains("GET /api/audit/{trail}/entries.ndjson", "GET /api/patients/{patient}/everything.zip")
                .contains("GET /alerts/{alert}", "GET /api/alerts/{alert}/explanation", "GET /patients/{patient}")
                .contains("POST /api/alerts/{alert}/note");
    }
}
