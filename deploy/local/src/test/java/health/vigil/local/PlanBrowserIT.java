package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.kit.access.Role;
import health.vigil.local.RunningVigil.Home;
import health.vigil.local.device.Device;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A clinician changes a plan, and a mistake is corrected, in a real browser.
class PlanBrowserIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HIGH = "input[name='/rules/1/condition/bounds/0/limit']";

    @AutoClose
    private final Browser browser = Browser.open(VIGIL.http());

    private void signIn(Role role) {
        browser.signIn(RunningVigil.username(role), RunningVigil.PASSWORD);
    }

    /// Twice a day, with a systolic of 152 every fifth time.
    private void publishAMonth(Home home) {
        try (var device = VIGIL.connect(home)) {
            var now = Instant.now();
            IntStream.range(1, 60)
                    .forEach(half -> device.publish(
                            pressure(now.minus(Duration.ofHours(12L * half)), half % 5 == 0 ? 152 : 128, 78)));
            await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
        }
    }

    private static String pressure(Instant at, int systolic, int diastolic) {
        return "{\"type\":\"blood-pressure\",\"measuredAt\":\"%s\",\"systolic\":%d,\"diastolic\":%d,\"unit\":\"mm[Hg]\"}"
                .formatted(at.truncatedTo(ChronoUnit.MILLIS), systolic, diastolic);
    }

    @Test
    void aClinicianPreviewsAChangedPlanAndSavesIt() throws IOException {
        var home = VIGIL.moveIn("Paula", "Plan");
        publishAMonth(home);
        signIn(Role.CLINICIAN);
        browser.go("/patients/" + home.patient().patientId() + "/plan");
        browser.script("document.querySelectorAll('details.rule').forEach((rule) => { rule.open = true; })");

        browser.rewrite(HIGH, "160");
        browser.click("[hx-post$='/plan/preview']");
        await().atMost(PATIENCE).until(() -> browser.text("#preview").contains("would have raised"));

        assertThat(browser.text("#preview")).contains("11");
        browser.screenshot("plan-preview");
        browser.write("[name=reason]", "152 is her usual value in the evening");
        browser.click("button[value=save]");
        await().atMost(PATIENCE).until(() -> browser.text("main").contains("152 is her usual value in the evening"));
        assertThat(browser.one(HIGH).getDomProperty("value")).isEqualTo("160");
        browser.narrow();
        browser.screenshot("plan-narrow");
        assertThat(browser.overflow()).isZero();
        browser.wide();
        browser.dark();
        browser.screenshot("plan-dark");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aLimitThatIsNoNumberIsNamedAtItsFieldAndNothingIsSaved() throws IOException {
        var home = VIGIL.moveIn("Frieda", "Fehler");
        signIn(Role.CLINICIAN);
        browser.go("/patients/" + home.patient().patientId() + "/plan");
        browser.script("document.querySelectorAll('details.rule').forEach((rule) => { rule.open = true; })");

        browser.rewrite(HIGH, "much");
        browser.write("[name=reason]", "a try");
        browser.click("button[value=save]");

        await().atMost(PATIENCE).until(() -> browser.text("main").contains("Nothing was saved yet"));
        assertThat(browser.one(HIGH).getDomAttribute("aria-invalid")).isEqualTo("true");
        browser.screenshot("plan-refused");
    }

    @Test
    void aReadingMarkedInErrorTakesItsAlertAwayAndTheExplanationSaysSo() throws Exception {
        var home = VIGIL.moveIn("Nils", "Nachbar");
        try (Device device = VIGIL.connect(home);
                var api = VIGIL.api(Role.NURSE)) {
            device.publish(pressure(Instant.now(), 214, 128));
            var patient = home.patient().patientId().toString();
            await().atMost(PATIENCE).until(() -> alert(api.get("/api/alerts?limit=1000"), patient) != null);
            var alert = alert(api.get("/api/alerts?limit=1000"), patient);
            signIn(Role.NURSE);
            browser.go("/alerts/" + alert);
            assertThat(browser.text("main"))
                    .contains("214/128 mmHg", "systolic at or above 180 mmHg", "AHA", "Europe/Berlin", "unconfirmed");
            browser.screenshot("explanation");
            var explanation = api.get("/api/alerts/" + alert + "/explanation");

            browser.go("/patients/" + patient);
            // What is above it may still grow, and a click go astray.
            await().atMost(PATIENCE).until(() -> {
                if (browser.all("#readings details[open]").isEmpty()) {
                    browser.click("#readings summary");
                }
                return !browser.all("#readings details[open]").isEmpty();
            });
            browser.write("#readings details[open] input[name=reason]", "the neighbour tried the cuff");
            browser.click("#readings details[open] button[value=ENTERED_IN_ERROR]");
            await().atMost(PATIENCE).until(() -> browser.text("#readings").contains("the neighbour tried the cuff"));
            browser.screenshot("readings-in-error");

            await().atMost(PATIENCE).until(() -> api.get("/api/alerts/" + alert)
                    .path("state")
                    .asText()
                    .equals("withdrawn"));
            browser.go("/alerts/" + alert);
            assertThat(browser.text("main")).contains("withdrawn", "was marked as entered in error");
            browser.screenshot("explanation-withdrawn");
            assertThat(api.get("/api/alerts/" + alert + "/explanation")).isEqualTo(explanation);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static @Nullable String alert(JsonNode alerts, String patient) {
        for (var alert : alerts.path("alerts")) {
            if (alert.path("patientId").asText().equals(patient)) {
                return alert.path("alertId").asText();
            }
        }
        return null;
    }
}
