package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.care.accounts.Accounts;
import health.vigil.care.devices.Assignment;
import health.vigil.care.patients.Patient;
import health.vigil.kit.access.Role;
import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.client.VigilApi;
import health.vigil.local.device.Device;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.embedded.EmbeddedKafka;
import health.vigil.local.embedded.Folders;
import health.vigil.local.run.AllInOne;
import health.vigil.local.run.Ports;
import health.vigil.local.run.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backup holds all that the topics do not: with both, a lost database comes back row by row.
class BackupIT {

    private static final Ports ANY = new Ports("127.0.0.1", 0, 0, 0, 0);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "long enough to be one";

    @TempDir
    private Path folder = Path.of("");

    private Path home() {
        return folder.resolve("home");
    }

    @BeforeEach
    void probeSeldom() throws IOException {
        Files.createDirectories(home());
        RunningVigil.seldomProbe(home());
    }

    private static Database database(Path home, RunFile run, Telemetry telemetry) {
        var password = home.resolve("database/password").toString();
        return Database.open(
                new DatabaseSettings(run.jdbc(), EmbeddedDatabase.user(), password, 1, Duration.ofSeconds(5)),
                "test",
                telemetry);
    }

    /// All rows of all tables but sessions, attempts to sign in, presence, probes, what is to be sent, and the
    /// history of the shape.
    private static Map<String, List<String>> rows(AllInOne vigil) {
        var telemetry = new Telemetry(new Metrics(), new Health());
        try (var database = database(vigil.home(), vigil.run(), telemetry)) {
            return database.jdbi().withHandle(BackupIT::rows);
        } finally {
            telemetry.metrics().close();
        }
    }

    private static Map<String, List<String>> rows(Handle handle) {
        var rows = new TreeMap<String, List<String>>();
        handle.createQuery("""
                        select schemaname || '.' || tablename from pg_tables
                        where schemaname in ('care', 'alerts', 'vitals')
                        and tablename not in ('session', 'sign_in_attempt', 'outbox', 'flyway_schema_history', 'presence', 'probe',
                            'patient_revision')
                        """)
                .mapTo(String.class)
                .list()
                .forEach(table -> rows.put(
                        table,
                        handle.createQuery("select cast(t as text) from %s t order by 1".formatted(table))
                                .mapTo(String.class)
                                .list()));
        // A transaction's number means nothing in another database.
        rows.computeIfPresent("alerts.step", (_, steps) -> steps.stream()
                .map(step -> step.substring(0, step.lastIndexOf(',')))
                .toList());
        // A start is put on record.
        rows.computeIfPresent("care.audit_entry", (_, entries) -> entries.stream()
                .filter(entry -> !entry.contains(",vigil,service,"))
                .toList());
        // The first account gets its password anew at each start, salted anew.
        rows.computeIfPresent("care.account", (_, accounts) -> accounts.stream()
                .filter(account -> !account.startsWith("(admin,"))
                .toList());
        return rows;
    }

    private static int count(AllInOne vigil, String table) {
        return rows(vigil).getOrDefault(table, List.of()).size();
    }

    private static UUID fill(AllInOne vigil) throws IOException, InterruptedException {
        var care = vigil.care();
        care.accounts().put(new Accounts.Account("nora", "Nora Nurse", Role.NURSE), PASSWORD);
        var patient = new Patient(UUID.randomUUID(), "Back", "Berta\t\\N \"up\"", null, "Europe/Berlin", "");
        care.patients().put(patient, "test");
        var device = UUID.randomUUID();
        var secret = care.devices().register(device, "cuff");
        var from = Instant.parse("2000-01-01T00:00:00Z");
        care.devices().assign(new Assignment(UUID.randomUUID(), device, null, patient.patientId(), from, null));
        publish(vigil, device, secret);
        acknowledge(vigil);
        return device;
    }

    private static void publish(AllInOne vigil, UUID id, String secret) {
        try (var device = new Device(vigil.run().mqtt(), id, secret, Device.Until.RECEIPT)) {
            for (var value : List.of("43", "110", "\"HI\"", "9999")) {
                device.publish("{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":%s,\"unit\":\"mg/dL\"}"
                        .formatted(Instant.now().truncatedTo(ChronoUnit.MILLIS), value));
            }
            await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
        }
    }

    private static void acknowledge(AllInOne vigil) throws IOException, InterruptedException {
        try (var nurse = new VigilApi(vigil.run().http(), "nora", PASSWORD)) {
            await().atMost(PATIENCE)
                    .until(() ->
                            !nurse.get("/api/alerts?state=open").path("alerts").isEmpty());
            var alert =
                    nurse.get("/api/alerts?state=open").path("alerts").path(0).path("alertId");
            nurse.post("/api/alerts/%s/acknowledge".formatted(alert.asText()), Map.of("note", "called her"));
        }
        await().atMost(PATIENCE)
                .until(() -> count(vigil, "vitals.reading") == 3
                        && count(vigil, "vitals.rejected") == 1
                        && count(vigil, "vitals.day_summary") == 1);
    }

    @Test
    void aLostDatabaseComesBackRowByRowFromABackupAndTheTopics() throws Exception {
        var file = folder.resolve("vigil.backup");
        Map<String, List<String>> before;
        UUID device;
        try (var vigil = AllInOne.start(home(), ANY)) {
            device = fill(vigil);
            assertThat(Vigil.run("backup", file.toString(), "--home", home().toString()))
                    .isZero();
            before = rows(vigil);
            assertThat(Vigil.run("restore", file.toString(), "--home", home().toString()))
                    .as("while it runs")
                    .isEqualTo(2);
        }
        Folders.empty(home().resolve("database"));

        assertThat(Vigil.run("restore", file.toString(), "--home", home().toString()))
                .isZero();

        comesBack(before, device);
        assertThat(Vigil.run("restore", file.toString(), "--home", home().toString()))
                .as("into a database that is not empty")
                .isEqualTo(2);
    }

    /// As where the services run by themselves: the commands know Kafka and the database by their settings alone.
    @Test
    void aLostDatabaseComesBackToServicesElsewhere() throws Exception {
        var file = folder.resolve("vigil.backup");
        Map<String, List<String>> before;
        UUID device;
        try (var vigil = AllInOne.start(home(), ANY)) {
            device = fill(vigil);
            var config = config(vigil.run().kafka(), vigil.run().jdbc());
            assertThat(Vigil.run("backup", file.toString(), "--config", config)).isZero();
            before = rows(vigil);
            assertThat(Vigil.run("restore", file.toString(), "--config", config))
                    .as("while services run")
                    .isEqualTo(2);
        }
        Folders.empty(home().resolve("database"));

        try (var kafka = new EmbeddedKafka(home().resolve("kafka"), 0);
                var database = new EmbeddedDatabase(home().resolve("database"), 0)) {
            var config = config(kafka.bootstrapServers(), database.url());
            assertThat(Vigil.run("restore", file.toString(), "--config", config))
                    .isZero();
        }

        comesBack(before, device);
    }

    private String config(String kafka, String jdbc) throws IOException {
        return Files.writeString(folder.resolve("stream-processor.yaml"), """
                kafka:
                  bootstrap-servers: %s
                  topics: {partitions: 2, replication: 1}
                database: {url: "%s", user: %s, password-file: %s}
                """.formatted(
                                kafka, jdbc, EmbeddedDatabase.user(), home().resolve("database/password")))
                .toString();
    }

    private void comesBack(Map<String, List<String>> before, UUID device) throws Exception {
        try (var vigil = AllInOne.start(home(), ANY)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows(vigil)).isEqualTo(before));
            var secret = vigil.care().devices().register(device, "cuff");
            publish(vigil, device, secret);
            await().atMost(PATIENCE).until(() -> count(vigil, "vitals.reading") == 6);
        }
    }

    @Test
    void everyTableThatIsNoProjectionIsInTheBackup() throws Exception {
        var file = folder.resolve("vigil.backup");
        List<String> tables;
        try (var vigil = AllInOne.start(home(), ANY)) {
            assertThat(Vigil.run("backup", file.toString(), "--home", home().toString()))
                    .isZero();
            tables = rows(vigil).keySet().stream()
                    .filter(table -> !table.startsWith("vitals."))
                    .toList();
        }

        try (var zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .contains("care.outbox")
                    .containsAll(tables);
        }
    }

    @Test
    void aDamagedBackupIsRefused() throws Exception {
        var file = folder.resolve("vigil.backup");
        Files.writeString(file, "no backup");

        assertThat(Vigil.run("restore", file.toString(), "--home", home().toString()))
                .isEqualTo(2);
        assertThat(home().resolve("database")).doesNotExist();
    }
}
