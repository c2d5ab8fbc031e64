package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.kit.access.Role;
import health.vigil.kit.sight.Sight;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Breaking the glass, looking at it, and who looked, at the pages.
class PrivacyPagesIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @AutoClose
    private final Browser browser = Browser.open(VIGIL.http());

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

    @Test
    void anEmergencyFromTheLockedDoorToTheReview() throws Exception {
        var patient = patientOfOthers("Nadja", "Notfall");
        signIn(Role.NURSE);
        browser.go("/patients/" + patient);
        assertThat(browser.text("main")).contains("none of yours");
        browser.inspect("not-yours");

        browser.go("/break-glass");
        browser.inspect("break-glass");
        browser.write("[name=givenName]", "Nadja");
        browser.write("[name=familyName]", "Notfall");
        browser.write("[name=reason]", "called the ambulance, and asks for her values");
        browser.click("main form button");

        await().atMost(PATIENCE).until(() -> browser.path().startsWith("/patients/" + patient));
        assertThat(browser.text("h1")).contains("Nadja Notfall");
        browser.go("/patients/" + patient + "/looks");
        assertThat(browser.text("main table")).contains("Nora Nurse", "GET /patients/{patient}");
        browser.inspect("who-looked");
        signOut();

        signIn(Role.ADMIN);
        browser.go("/break-glass/review");
        assertThat(browser.text("main table")).contains("Nadja Notfall", "called the ambulance");
        browser.inspect("broken-glass");
        browser.go("/administration/audit?who=" + RunningVigil.username(Role.NURSE) + "&action=break-glass");
        assertThat(browser.text("main table")).contains("POST /break-glass");
        browser.inspect("audit");
        browser.go("/account");
        assertThat(browser.text("main")).contains("Where you are signed in", "127.0.0.1");
        browser.inspect("account");
        browser.go("/administration");
        browser.inspect("administration");
    }
}
