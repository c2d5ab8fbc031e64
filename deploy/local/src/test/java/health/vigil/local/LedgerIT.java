package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.care.devices.Assignment;
import health.vigil.kit.access.Role;
import health.vigil.kit.config.SecretFile;
import health.vigil.local.RunningVigil.Home;
import health.vigil.local.client.VigilApi;
import health.vigil.local.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What the ledger says of real messages, and of somebody who takes rows away.
class LedgerIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Instant MORNING = Instant.parse("2026-03-02T07:00:00Z");

    private static String glucose(int number, Instant at, String value) {
        return "{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":%s,\"unit\":\"mg/dL\",\"seq\":%d}"
                .formatted(at, value, number);
    }

    /// Five different readings with two numbers missing, one of them twice, one of a user of the device who is
    /// nobody, and something that is no reading.
    private static Home withHistory() {
        var home = VIGIL.moveIn("Lea", "Ledger");
        VIGIL.vigil()
                .care()
                .devices()
                .assign(new Assignment(
                        UUID.randomUUID(), home.device(), 1, home.patient().patientId(), MORNING, null));
        try (var device = VIGIL.connect(home)) {
            for (var number : new int[] {1, 2, 3, 6}) {
                device.publish(glucose(number, MORNING.plusSeconds(60L * number), "110"));
            }
            device.publish(glucose(2, MORNING.plusSeconds(120), "110"));
            device.publish(ofUser(2, glucose(7, MORNING.plusSeconds(420), "110")));
            device.publish("no reading");
            await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
        }
        return home;
    }

    private static String ofUser(int slot, String reading) {
        return reading.replaceFirst("\\{", "{\"userSlot\":" + slot + ",");
    }

    private static JsonNode device(VigilApi api, UUID device) throws IOException, InterruptedException {
        return api.get("/api/ledger/devices/" + device);
    }

    private static boolean agrees(VigilApi api, UUID device) throws IOException, InterruptedException {
        var entry = device(api, device);
        var counts = entry.path("counts");
        return counts.path("received").asLong() == 6
                && counts.path("processed").asLong() == 6
                && counts.path("stored").asLong() == 4
                && entry.path("rejected").size() == 1
                && entry.path("differences").isEmpty();
    }

    @Test
    void theLedgerSaysWhatBecameOfEveryMessageOfADevice() throws Exception {
        var home = withHistory();
        try (var api = VIGIL.api(Role.ADMIN)) {
            await().atMost(PATIENCE).until(() -> agrees(api, home.device()));

            var entry = device(api, home.device());
            var counts = entry.path("counts");
            assertThat(counts.path("duplicates").asLong()).isEqualTo(1);
            assertThat(counts.path("attributed").asLong()).isEqualTo(4);
            assertThat(counts.path("held").asLong()).isEqualTo(1);
            assertThat(counts.path("storedHeld").asLong()).isEqualTo(1);
            assertThat(counts.path("missing").asLong()).isEqualTo(2);
            assertThat(counts.path("gaps").toString()).isEqualTo("[\"4–5\"]");
            assertThat(counts.path("lastHeard").isTextual()).isTrue();
            assertThat(entry.path("rejected").toString()).isEqualTo("{\"json-malformed\":1}");
            var patient = api.get("/api/ledger/patients/" + home.patient().patientId());
            assertThat(patient.path("counts").path("evaluated").asLong()).isEqualTo(4);
            assertThat(patient.path("counts").path("stored").asLong()).isEqualTo(4);
        }
    }

    @Test
    void aRowThatSomebodyTakesAwayBecomesAnAlertThatEveryOperatorSees(@TempDir Path folder) throws Exception {
        var home = withHistory();
        try (var api = VIGIL.api(Role.ADMIN);
                var browser = Browser.open(VIGIL.http())) {
            await().atMost(PATIENCE).until(() -> agrees(api, home.device()));
            sql("delete from vitals.reading where device_id = '" + home.device() + "' and sequence = 3");
            await().atMost(PATIENCE)
                    .until(() -> !device(api, home.device()).path("differences").isEmpty());
            sql("update vitals.ledger_difference set since = since - interval '1 minute'");
            await().atMost(PATIENCE)
                    .until(() -> api.get("/api/ledger").path("alerts").asLong() > 0);

            assertThat(Vigil.run("ledger", "--home", VIGIL.vigil().home().toString(), "--differences"))
                    .isEqualTo(1);
            var password = Files.writeString(folder.resolve("password"), RunningVigil.PASSWORD);
            assertThat(Vigil.run(
                            "ledger",
                            "--url",
                            VIGIL.http(),
                            "--user",
                            RunningVigil.username(Role.ADMIN),
                            "--password-file",
                            password.toString()))
                    .isEqualTo(1);
            await().atMost(PATIENCE)
                    .until(() -> VIGIL.vigil()
                                    .telemetry()
                                    .meters()
                                    .get("vigil.ledger.differences")
                                    .gauge()
                                    .value()
                            > 0);
            browser.signIn(RunningVigil.username(Role.ADMIN), RunningVigil.PASSWORD);
            browser.go("/administration/ledger?show=differences");
            assertThat(browser.text("[role=alert]")).contains("have not agreed for a minute");
            assertThat(browser.text("main")).contains("stored: 4 expected, 3 found");
            browser.screenshot("ledger");
            browser.narrow();
            assertThat(browser.overflow()).isZero();
            browser.screenshot("ledger-narrow");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void sql(String statement) throws SQLException {
        var vigil = VIGIL.vigil();
        var password = SecretFile.read(vigil.home().resolve("database/password"));
        try (var connection = DriverManager.getConnection(vigil.run().jdbc(), EmbeddedDatabase.user(), password);
                var change = connection.createStatement()) {
            assertThat(change.executeUpdate(statement)).isPositive();
        }
    }
}
