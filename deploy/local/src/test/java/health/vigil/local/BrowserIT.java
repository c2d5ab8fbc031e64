package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.kit.access.Role;
import health.vigil.local.RunningVigil.Home;
import health.vigil.local.device.Device;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/// The console in a real browser, as a nurse and a clinician use it.
class BrowserIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HOSTILE = "'\"><img src=x onerror=alert(1)><script>alert(2)</script>";

    private final List<Device> devices = new ArrayList<>();

    @AutoClose
    private final Browser browser = Browser.open(VIGIL.http());

    @AfterEach
    void closeAll() {
        devices.forEach(Device::close);
    }

    private Device connect(Home home) {
        var device = VIGIL.connect(home);
        devices.add(device);
        return device;
    }

    private void signIn(Role role) {
        browser.signIn(RunningVigil.username(role), RunningVigil.PASSWORD);
    }

    private static String glucose(Instant at, int value) {
        return "{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":%d,\"unit\":\"mg/dL\"}"
                .formatted(at.truncatedTo(ChronoUnit.MILLIS), value);
    }

    private static String pressure(Instant at, int systolic, int diastolic, int pulse) {
        return "{\"type\":\"blood-pressure\",\"measuredAt\":\"%s\",\"systolic\":%d,\"diastolic\":%d,\"pulse\":%d,\"unit\":\"mm[Hg]\"}"
                .formatted(at.truncatedTo(ChronoUnit.MILLIS), systolic, diastolic, pulse);
    }

    private static String card(Home home) {
        return ".alert:has(a[href='/patients/" + home.patient().patientId() + "'])";
    }

    private void openWorklist() {
        signIn(Role.NURSE);
        await().atMost(PATIENCE).until(() -> browser.text(".live").equals("Live"));
        browser.script("window.sincePageLoad = true");
    }

    /// Publishes a dangerous reading and waits until its alert shows.
    private void raise(Home home, String payload, String shown) {
        connect(home).publish(payload);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> browser.text(card(home))
                .contains(shown));
    }

    private String text(Home home) {
        return browser.text(card(home));
    }

    @Test
    void anAlertAppearsOnTheOpenWorklistByItself() {
        var home = VIGIL.moveIn("Berta", "Brandt");
        openWorklist();
        var device = connect(home);
        device.publish(glucose(Instant.now().minusSeconds(600), 110));
        await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);

        var published = System.nanoTime();
        device.publish(glucose(Instant.now(), 43));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> text(home)
                .contains("43"));

        System.out.printf("published to visible: %d ms%n", (System.nanoTime() - published) / 1_000_000);
        assertThat(text(home)).contains("Berta Brandt").contains("critical").contains("43 mg/dL");
        assertThat(browser.script("return window.sincePageLoad")).isEqualTo("true");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anAlertIsAcknowledgedWithANoteByClick() {
        var home = VIGIL.moveIn("Clara", "Click");
        openWorklist();
        raise(home, glucose(Instant.now(), 44), "44");

        browser.write(card(home) + " input[name=note]", "called her, she eats now");
        browser.click(card(home) + " [data-action=acknowledge]");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text(home))
                .contains("Acknowledged by nurse-of-tests: called her, she eats now.")
                .contains("Resolve"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anAlertIsAcknowledgedWithANoteByKeyboard() {
        var home = VIGIL.moveIn("Konrad", "Key");
        openWorklist();
        raise(home, pressure(Instant.now(), 214, 131, 96), "214");

        for (var moves = 0;
                moves < 50 && browser.all(card(home) + "[aria-current=true]").isEmpty();
                moves++) {
            browser.type("j");
        }
        browser.type("n");
        browser.type("asked to measure again", Keys.ESCAPE);
        browser.type("a");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text(home))
                .contains("Acknowledged by nurse-of-tests: asked to measure again."));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aNoteThatIsBeingWrittenSurvivesTheArrivalOfAnotherAlert() {
        var home = VIGIL.moveIn("Wilma", "Writing");
        var another = VIGIL.moveIn("Ingo", "Interrupting");
        openWorklist();
        raise(home, glucose(Instant.now(), 45), "45");
        var note = card(home) + " input[name=note]";
        browser.write(note, "half a sen");

        raise(another, glucose(Instant.now(), 46), "46");

        browser.type("tence");
        assertThat(browser.one(note).getDomProperty("value")).isEqualTo("half a sentence");
    }

    @Test
    void aHostileNameIsShownAsText() throws IOException {
        var home = VIGIL.moveIn(HOSTILE, "O'Hara & <b>Söhne</b>");
        openWorklist();

        raise(home, glucose(Instant.now(), 47), "47");

        await().atMost(PATIENCE).until(() -> browser.text(card(home) + " a.patient")
                .equals(home.patient().name()));
        browser.go("/patients/" + home.patient().patientId());
        await().atMost(PATIENCE)
                .until(() -> browser.text("h1").equals(home.patient().name()));
        await().atMost(PATIENCE)
                .until(() -> !browser.all("section.chart[data-ready=true]").isEmpty());
        browser.go("/patients");
        browser.write("#filter input[name=q]", HOSTILE + " O'Hara");
        await().atMost(PATIENCE).until(() -> browser.all("#found tbody a").size() == 1);
        assertThat(browser.text("#found"))
                .contains(home.patient().familyName(), home.patient().givenName());
        browser.screenshot("hostile-name");
        assertThat(browser.all("main img, main script, main b")).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void thePagesFitAWindowAndAPhone() throws IOException {
        var low = VIGIL.moveIn("Margarethe Elisabeth", "von Hohenstein-Oppenheimer");
        openWorklist();
        raise(low, glucose(Instant.now(), 48), "48");
        var high = VIGIL.moveIn("Jonas", "Okafor");
        raise(high, pressure(Instant.now(), 156, 92, 71), "156");
        var late = VIGIL.moveIn("Grace", "Moreau");
        raise(late, glucose(Instant.now().minus(Duration.ofDays(2)), 268), "268");
        browser.type("j");

        photograph("worklist");
        browser.signOut();
        await().atMost(PATIENCE).until(() -> browser.path().equals("/login"));
        photograph("login");
        signIn(Role.ADMIN);
        await().atMost(PATIENCE).until(() -> browser.path().equals("/administration"));
        photograph("administration");
        assertThat(browser.complaints()).isEmpty();
    }

    private void photograph(String page) throws IOException {
        browser.light();
        browser.wide();
        browser.screenshot(page + "-light");
        browser.dark();
        browser.screenshot(page + "-dark");
        browser.narrow();
        browser.screenshot(page + "-narrow-dark");
        browser.light();
        browser.screenshot(page + "-narrow");
        assertThat(browser.overflow()).as("%s is wider than a phone", page).isZero();
        browser.wide();
    }

    @Test
    void aWrongPasswordIsToldOnTheForm() throws IOException {
        browser.enter("nurse-of-tests", "not this one");

        await().atMost(PATIENCE).until(() -> browser.text(".error").contains("not the right"));
        browser.screenshot("login-refused");
        assertThat(browser.path()).isEqualTo("/login");
    }
}
