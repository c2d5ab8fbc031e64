package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import health.vigil.kit.access.Role;
import health.vigil.local.RunningVigil.Home;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The patient's page and the panel in a real browser, from signing in to a changed plan by way of the chart.
class PatientPageIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HIGH = "input[name='/rules/1/condition/bounds/0/limit']";

    /// Where it is six in the evening: the day has two readings by then, and does not end while they are looked at.
    private static final String EVENING = zoneWhereItIs(18);

    @AutoClose
    private final Browser browser = Browser.open(VIGIL.http());

    private static String zoneWhereItIs(int hour) {
        var east = hour - Instant.now().atOffset(ZoneOffset.UTC).getHour();
        // The signs of these zones say how far Greenwich is, not how far the zone is from it.
        return "Etc/GMT%+d".formatted(east > 14 ? 24 - east : -east);
    }

    private static String glucose(Instant at, int value) {
        return "{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":%d,\"unit\":\"mg/dL\"}"
                .formatted(at.truncatedTo(ChronoUnit.MILLIS), value);
    }

    private static String pressure(Instant at, int systolic, int diastolic, int pulse) {
        return "{\"type\":\"blood-pressure\",\"measuredAt\":\"%s\",\"systolic\":%d,\"diastolic\":%d,\"pulse\":%d,\"unit\":\"mm[Hg]\"}"
                .formatted(at.truncatedTo(ChronoUnit.MILLIS), systolic, diastolic, pulse);
    }

    private static String weight(Instant at, double kilograms) {
        return String.format(
                Locale.ROOT,
                "{\"type\":\"weight\",\"measuredAt\":\"%s\",\"value\":%.1f,\"unit\":\"kg\"}",
                at.truncatedTo(ChronoUnit.MILLIS),
                kilograms);
    }

    /// Twice a day blood pressure and glucose, once a day weight, with a few dangerous ones; all but the latest are
    /// late.
    private void publishAMonth(Home home) {
        var now = Instant.now();
        try (var device = VIGIL.connect(home)) {
            IntStream.range(0, 60).forEach(half -> {
                var at = now.minus(Duration.ofHours(12L * half + 1));
                var wave = (int) (12 * Math.sin(half / 3.0));
                device.publish(pressure(at, (half == 20 ? 186 : 136) + wave, 84 + wave / 2, 72 + wave / 3));
                device.publish(glucose(at.plus(Duration.ofHours(half % 3)), half == 31 ? 51 : 140 + 4 * wave));
                if (half % 2 == 0) {
                    device.publish(weight(at, 84.2 - half * 0.04 + wave * 0.05));
                }
            });
            await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
        }
        try (var api = VIGIL.api(Role.CLINICIAN)) {
            await().atMost(PATIENCE)
                    .until(() -> api.get("/api/patients/" + home.patient().patientId() + "/trend?metric=weight")
                                    .path("points")
                                    .size()
                            == 30);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }

    private void awaitCharts() {
        await().atMost(PATIENCE)
                .until(() -> browser.all("section.chart[data-ready=true]").size() == 4);
        await().atMost(PATIENCE)
                .until(() -> browser.script("return [...document.querySelectorAll('.chart')].every(chart =>"
                                + " chart.plot.width === chart.querySelector('.plot').clientWidth)")
                        .equals("true"));
        await().atMost(PATIENCE)
                .until(() -> !browser.all("#overview[data-ready=true] table").isEmpty());
    }

    private void openPatient(String begin) {
        browser.signIn(RunningVigil.username(Role.CLINICIAN), RunningVigil.PASSWORD);
        await().atMost(PATIENCE).until(() -> browser.path().equals("/patients"));
        browser.write("[name=q]", begin);
        await().atMost(PATIENCE).until(() -> browser.all("#found tbody a").size() == 1);
        browser.click("#found tbody a");
        awaitCharts();
    }

    /// How many days the axis spans.
    private int span() {
        return Integer.parseInt(
                browser.script("return Math.round((VigilChart.view.to - VigilChart.view.from) / 8640) / 10 | 0"));
    }

    @Test
    void aClinicianSeesTheReadingsWithTheirLimitsAndWhatTheyAddUpTo() throws IOException {
        var home = VIGIL.moveIn("Ernst", "Beispiel", EVENING);
        publishAMonth(home);

        openPatient("beisp");

        assertThat(browser.all("section.chart"))
                .extracting(chart -> chart.getDomAttribute("aria-label"), chart -> chart.getDomAttribute("data-points"))
                .containsExactly(
                        tuple("Blood pressure", "60"),
                        tuple("Pulse", "60"),
                        tuple("Glucose", "60"),
                        tuple("Weight", "30"));
        assertThat(browser.one("section.chart[aria-label=Glucose]").getDomAttribute("data-limits"))
                .contains("54", "70", "180", "250");
        assertThat(browser.all("section.chart canvas")).hasSize(4);
        assertThat(browser.text("#overview"))
                .contains("Systolic mmHg", "on 30 days", "Home mean of the last 7 days", "share of", "the typical day");
        await().atMost(PATIENCE)
                .until(() -> browser.all(".happenings button.critical").size() == 2);
        browser.click(".happenings button.critical");
        assertThat(browser.text("#story")).contains("critical: ");
        assertThat(browser.barriers()).isEmpty();
        browser.screenshot("patient-light");
        browser.dark();
        assertThat(browser.barriers()).isEmpty();
        browser.screenshot("patient-dark");
        browser.light();
        browser.narrow();
        awaitCharts();
        assertThat(browser.overflow()).isZero();
        browser.screenshot("patient-narrow");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theAxisMovesByButtonsKeysAndMouse() throws IOException {
        var home = VIGIL.moveIn("Zoe", "Zoom", EVENING);
        publishAMonth(home);
        openPatient("zoom");

        for (var days : List.of(7, 90, 365, 1826, 30)) {
            browser.click("[data-days='" + days + "']");
            awaitCharts();
            assertThat(span()).isEqualTo(days);
        }
        browser.script("document.querySelector('section.chart').focus()");
        browser.type("+");
        awaitCharts();
        assertThat(span()).isEqualTo(15);
        browser.type("-", "-");
        awaitCharts();
        assertThat(span()).isEqualTo(60);
        browser.type("0");
        awaitCharts();
        assertThat(span()).isEqualTo(30);

        browser.drag("section.chart .u-over", 300, 200);
        awaitCharts();
        assertThat(span()).isLessThan(10);

        browser.click("[data-days='90']");
        browser.click("#compare");
        await().atMost(PATIENCE).until(() -> browser.text("#overview").contains("compared with"));
        browser.click("#days summary");
        await().atMost(PATIENCE).until(() -> browser.text("#days").contains("mmHg, pulse"));
        browser.screenshot("patient-compared");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void fromSigningInToAChangedPlanByWayOfTheChart() throws IOException {
        var home = VIGIL.moveIn("Carla", "Change", EVENING);
        publishAMonth(home);
        openPatient("change");

        browser.click("dl.facts a[href$='/plan']");
        browser.script("document.querySelectorAll('details.rule').forEach((rule) => { rule.open = true; })");
        browser.rewrite(HIGH, "160");
        browser.write("[name=reason]", "usual for her");
        browser.click("button[value=save]");
        await().atMost(PATIENCE).until(() -> browser.text("main").contains("usual for her"));
        browser.go("/patients/" + home.patient().patientId());
        awaitCharts();

        await().atMost(PATIENCE)
                .until(() -> browser.all(".happenings button.plan[aria-label*='version 2']")
                                .size()
                        == 1);
        browser.script("document.querySelector(\".happenings button.plan[aria-label*='version 2']\").click()");
        assertThat(browser.text("#story")).contains("usual for her");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theVisitReportIsOnePage() throws IOException {
        var home = VIGIL.moveIn("Rosa", "Łukasiewicz-Öztürk", EVENING);
        publishAMonth(home);
        openPatient("rosa ł");

        browser.click("#report");
        await().atMost(PATIENCE).until(() -> browser.path().contains("/report?from="));

        assertThat(browser.text("main"))
                .contains(
                        "Rosa Łukasiewicz-Öztürk",
                        "Home readings from",
                        "Home mean of the last 7 days",
                        "Alerts",
                        "critical:");
        assertThat(browser.all("figure svg")).hasSize(4);
        assertThat(browser.barriers()).isEmpty();
        browser.screenshot("report");
        var pdf = browser.print("report");
        assertThat(pdf.pages()).isEqualTo(1);
        assertThat(pdf.text()).contains("Łukasiewicz-Öztürk", "Home mean of the last 7 days");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aNurseExportsReadingsAndLogsTime() throws IOException {
        var home = VIGIL.moveIn("Bill", "Billed", EVENING);
        publishAMonth(home);
        browser.signIn(RunningVigil.username(Role.NURSE), RunningVigil.PASSWORD);
        browser.go("/patients/" + home.patient().patientId());
        awaitCharts();

        browser.click("a[data-export]");
        await().atMost(PATIENCE)
                .until(() -> browser.text(".download[data-done=true]").equals("150 readings, done"));
        browser.go("/patients/" + home.patient().patientId() + "/device-days");
        browser.write("#log [name=minutes]", "22");
        browser.write("#log [name=activity]", "Went through the month");
        browser.click("#log button");

        await().atMost(PATIENCE).until(() -> browser.text("main").contains("This month: 22 min, 99457."));
        assertThat(browser.all(".days .sent")).isNotEmpty();
        assertThat(browser.barriers()).isEmpty();
        browser.dark();
        assertThat(browser.barriers()).isEmpty();
        browser.narrow();
        assertThat(browser.overflow()).isZero();
        browser.screenshot("device-days-narrow");
        browser.wide();
        browser.light();
        browser.go("/device-days");
        await().atMost(PATIENCE).until(() -> browser.text("#exports").contains("exported"));
        assertThat(browser.text("main")).contains("Billed, Bill", "22 min 99457");
        assertThat(browser.barriers()).isEmpty();
        browser.screenshot("device-days");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void thePanelShowsWhoGetsWorse() throws IOException {
        var home = VIGIL.moveIn("Wanda", "Worse", EVENING);
        try (var device = VIGIL.connect(home)) {
            var now = Instant.now();
            IntStream.range(1, 28)
                    .forEach(day ->
                            device.publish(pressure(now.minus(Duration.ofDays(day)), 150 - day, 90 - day / 3, 70)));
            await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
        }
        browser.signIn(RunningVigil.username(Role.CLINICIAN), RunningVigil.PASSWORD);
        await().atMost(PATIENCE).until(() -> browser.path().equals("/patients"));

        browser.click("[name=worse]");
        await().atMost(PATIENCE).until(() -> {
            if (browser.text("#found").contains("systolic rises 7.0 mmHg a week")) {
                return true;
            }
            // Until the days are summarised.
            browser.script(
                    "document.querySelector('[name=worse]').dispatchEvent(new Event('change', {bubbles: true}))");
            return false;
        });
        browser.click("#found th button");
        await().atMost(PATIENCE).until(() -> browser.text("#found").contains("Worse, Wanda"));

        assertThat(browser.barriers()).isEmpty();
        browser.screenshot("panel");
        browser.dark();
        assertThat(browser.barriers()).isEmpty();
        browser.screenshot("panel-dark");
        browser.narrow();
        assertThat(browser.overflow()).isZero();
        browser.screenshot("panel-narrow");
        assertThat(browser.complaints()).isEmpty();
    }
}
