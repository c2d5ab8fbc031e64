package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.kit.access.Role;
import health.vigil.kit.sight.Sight;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Breaking the glass, looking at it, and who looked, at the pages.
class PrivacyPagesIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path profile = Path.of("");

    private Browser browser;

    @BeforeEach
    void open() {
        Browser.require();
        browser = Browser.open(VIGIL.http(), profile);
    }

    @AfterEach
    void close() {
        browser.close();
    }

    private static UUID patientOfOthers(String given, String family) throws IOException, InterruptedException {
        var patient = VIGIL.moveIn(given, family).patient().patientId();
        var team = UUID.randomUUID();
        try (var admin = VIGIL.api(Role.ADMIN)) {
            var document =
                    (ObjectNode) admin.get("/api/teams/" + Sight.FIRST_TEAM).path("team");
            document.put("name", "Night team");
            document.putArray("members").add("somebody-else");
            document.putArray("clinicians").add("somebody-else");
            admin.put("/api/teams/" + team, Map.of("basedOn", 0, "team", document));
            admin.put("/api/teams/" + team + "/patients/" + patient, Map.of());
        }
        return patient;
    }

    private void signIn(Role role) {
        browser.signIn(RunningVigil.username(role), RunningVigil.PASSWORD);
    }

    private void signOut() {
        browser.signOut();
        await().atMost(PATIENCE).until(() -> browser.path().equals("/login"));
    }

    /// Readable for everybody, on a telephone and in the dark.
    private void inspect(String name) throws IOException {
        browser.wide();
        browser.light();
        browser.screenshot(name);
        assertThat(browser.barriers()).as(name).isEmpty();
        browser.narrow();
        assertThat(browser.overflow()).as(name).isZero();
        browser.dark();
        browser.screenshot(name + "-narrow-dark");
        assertThat(browser.barriers()).as(name).isEmpty();
        browser.wide();
        browser.light();
    }

    @Test
    void anEmergencyFromTheLockedDoorToTheReview() throws Exception {
        var patient = patientOfOthers("Nadja", "Notfall");
        signIn(Role.NURSE);
        browser.go("/patients/" + patient);
        assertThat(browser.text("main")).contains("none of yours");
        inspect("not-yours");

        browser.go("/break-glass");
        inspect("break-glass");
        browser.write("[name=givenName]", "Nadja");
        browser.write("[name=familyName]", "Notfall");
        browser.write("[name=reason]", "called the ambulance, and asks for her values");
        browser.click("main form button");

        await().atMost(PATIENCE).until(() -> browser.path().startsWith("/patients/" + patient));
        assertThat(browser.text("h1")).contains("Nadja Notfall");
        browser.go("/patients/" + patient + "/looks");
        assertThat(browser.text("main table")).contains("Nora Nurse", "GET /patients/{patient}");
        inspect("who-looked");
        signOut();

        signIn(Role.ADMIN);
        browser.go("/break-glass/review");
        assertThat(browser.text("main table")).contains("Nadja Notfall", "called the ambulance");
        inspect("broken-glass");
        browser.go("/administration/audit?who=" + RunningVigil.username(Role.NURSE) + "&action=break-glass");
        assertThat(browser.text("main table")).contains("POST /break-glass");
        inspect("audit");
        browser.go("/account");
        assertThat(browser.text("main")).contains("Where you are signed in", "127.0.0.1");
        inspect("account");
        browser.go("/administration");
        inspect("administration");
    }
}
