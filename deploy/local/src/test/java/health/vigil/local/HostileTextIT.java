package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.care.accounts.Accounts;
import health.vigil.care.devices.Assignment;
import health.vigil.care.patients.Patient;
import health.vigil.kit.access.Role;
import health.vigil.kit.sight.Sight;
import health.vigil.local.device.Device;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whatever a person or a device can write stands on the pages as text: in a real browser it makes no element, runs
/// nothing, and changes nothing in the database.
class HostileTextIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "long enough to be one";

    /// Out of an attribute, out of an element, out of a script, out of a statement; and an element that runs by itself.
    private static final String HOSTILE = "x\"'></title></textarea></script><b class=hacked>y</b>"
            + "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>'; drop table care.patient; --";

    @AutoClose
    private final Browser browser = Browser.open(VIGIL.http());

    private record Home(UUID patient, UUID device, String secret) {}

    private static Home moveIn() {
        var patient = new Patient(UUID.randomUUID(), HOSTILE, HOSTILE, null, "Europe/Berlin", "");
        VIGIL.vigil().care().patients().put(patient, "test");
        var device = UUID.randomUUID();
        var secret = VIGIL.vigil().care().devices().register(device, HOSTILE);
        VIGIL.vigil()
                .care()
                .devices()
                .assign(new Assignment(UUID.randomUUID(), device, null, patient.patientId(), Instant.EPOCH, null));
        return new Home(patient.patientId(), device, secret);
    }

    private static void measure(Home home) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (var device = new Device(VIGIL.mqtt(), home.device(), home.secret(), Device.Until.RECEIPT)) {
            device.publish(
                    "{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":41,\"unit\":\"mg/dL\"}".formatted(now));
            device.publish(json(Map.of("type", HOSTILE, "measuredAt", now.toString(), "value", 1, "unit", HOSTILE)));
            device.publish(HOSTILE);
            await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Everything that people can write, by those who may. Gives the alert.
    private static String write(Home home) throws IOException, InterruptedException {
        try (var nurse = VIGIL.api(Role.NURSE);
                var clinician = VIGIL.api(Role.CLINICIAN);
                var admin = VIGIL.api(Role.ADMIN)) {
            var alert = await().atMost(PATIENCE)
                    .until(
                            () -> nurse.get("/api/alerts?patient=" + home.patient())
                                    .path("alerts"),
                            alerts -> !alerts.isEmpty())
                    .path(0)
                    .path("alertId")
                    .asText();
            nurse.post("/api/alerts/" + alert + "/acknowledge", Map.of("note", HOSTILE));
            nurse.post("/api/alerts/" + alert + "/pass-on", Map.of("note", HOSTILE));
            nurse.post("/api/patients/" + home.patient() + "/time", Map.of("minutes", 1, "activity", HOSTILE));
            var plan =
                    clinician.get("/api/patients/" + home.patient() + "/plan").path("versions");
            clinician.post(
                    "/api/patients/" + home.patient() + "/plan",
                    Map.of(
                            "basedOn",
                            1,
                            "reason",
                            HOSTILE,
                            "document",
                            plan.path(0).path("document")));
            clinician.post("/api/break-glass", Map.of("givenName", HOSTILE, "familyName", HOSTILE, "reason", HOSTILE));
            admin.post(
                    "/api/tokens",
                    Map.of("label", HOSTILE, "scopes", "system/*.rs", "teams", List.of(Sight.FIRST_TEAM)));
            return alert;
        }
    }

    private static void signInWithAHostileBrowser() throws IOException, InterruptedException {
        VIGIL.vigil().care().accounts().put(new Accounts.Account("mallory", HOSTILE, Role.ADMIN), PASSWORD);
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create(VIGIL.http() + "/api/session"))
                            .header("User-Agent", HOSTILE)
                            .POST(BodyPublishers.ofString(json(Map.of("username", "mallory", "password", PASSWORD))))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(201);
        }
    }

    @Test
    void whatPeopleAndDevicesWriteIsTextOnEveryPage() throws Exception {
        var home = moveIn();
        measure(home);
        var alert = write(home);
        signInWithAHostileBrowser();
        var patient = "/patients/" + home.patient();

        look(
                RunningVigil.username(Role.NURSE),
                "/worklist",
                "/hand-over",
                "/alerts/" + alert,
                "/patients",
                patient,
                patient + "/plan",
                patient + "/report",
                patient + "/device-days",
                patient + "/looks",
                "/burden",
                "/break-glass");
        look(RunningVigil.username(Role.CLINICIAN), "/questions", patient + "/plan");
        look(
                "mallory",
                "/account",
                "/administration",
                "/devices",
                "/devices/" + home.device(),
                "/administration/tokens",
                "/administration/rejected",
                "/administration/audit",
                "/break-glass/review",
                "/teams/" + Sight.FIRST_TEAM);

        assertThat(VIGIL.vigil().care().patients().find(home.patient())).isPresent();
    }

    private void look(String username, String... pages) {
        browser.signIn(username, PASSWORD);
        var shown = 0;
        for (var page : pages) {
            browser.go(page);
            assertThat(browser.script("return typeof window.hacked")).as(page).isEqualTo("undefined");
            assertThat(browser.all(".hacked, img[src=x]")).as(page).isEmpty();
            shown += browser.script("return document.body.textContent.includes('onerror=')")
                            .equals("true")
                    ? 1
                    : 0;
        }
        // It is there, as text: else this would show nothing.
        assertThat(shown).as(username).isPositive();
        browser.signOut();
        await().atMost(PATIENCE).until(() -> browser.path().equals("/login"));
    }
}
