package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.care.accounts.Accounts;
import health.vigil.care.devices.Assignment;
import health.vigil.care.patients.Patient;
import health.vigil.kit.access.Role;
import health.vigil.local.device.Device;
import health.vigil.local.run.AllInOne;
import health.vigil.local.run.Ports;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// Two nurses at two browsers, with a clinician and a lead nurse; the server is restarted in between.
class NursesBrowserIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PASSWORD = "correct horse battery staple";

    @TempDir
    private static Path folder = Path.of("");

    private static Ports ports = new Ports("127.0.0.1", 0, 0, 0, 0);
    private static @Nullable AllInOne running;

    @AutoClose
    private final Browser nora = Browser.open(vigil().run().http());

    @AutoClose
    private final Browser otto = Browser.open(vigil().run().http());

    @BeforeAll
    static void begin() throws Exception {
        try (var http = new ServerSocket(0);
                var mqtt = new ServerSocket(0)) {
            ports = new Ports("127.0.0.1", http.getLocalPort(), mqtt.getLocalPort(), 0, 0);
        }
        start();
        account("nora", "Nora Nurse", Role.NURSE);
        account("otto", "Otto Nurse", Role.NURSE);
        account("lea", "Lea Lead", Role.LEAD_NURSE);
        account("carl", "Dr Carl", Role.CLINICIAN);
    }

    private static void start() throws Exception {
        running = AllInOne.start(folder.resolve("home"), ports);
    }

    private static AllInOne vigil() {
        return Objects.requireNonNull(running);
    }

    private static void account(String username, String name, Role role) {
        vigil().care().accounts().put(new Accounts.Account(username, name, role), PASSWORD);
    }

    @AfterAll
    static void end() {
        if (running != null) {
            running.close();
        }
    }

    private record Home(UUID patient, UUID device, String secret) {}

    private Home moveIn(String given, String family) {
        var patient = new Patient(UUID.randomUUID(), family, given, null, "Europe/Berlin", "+4930123456");
        vigil().care().patients().put(patient, "test");
        var device = UUID.randomUUID();
        var secret = vigil().care().devices().register(device, "meter");
        vigil().care()
                .devices()
                .assign(new Assignment(UUID.randomUUID(), device, null, patient.patientId(), Instant.EPOCH, null));
        return new Home(patient.patientId(), device, secret);
    }

    private void measure(Home home, int glucose) {
        try (var device = new Device(vigil().run().mqtt(), home.device(), home.secret(), Device.Until.RECEIPT)) {
            device.publish("{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":%d,\"unit\":\"mg/dL\"}"
                    .formatted(Instant.now().truncatedTo(ChronoUnit.MILLIS), glucose));
            await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
        }
    }

    private static String card(Home home) {
        return ".alert:has(a[href='/patients/" + home.patient() + "'])";
    }

    private static void openWorklist(Browser browser, String nurse) {
        browser.signIn(nurse, PASSWORD);
        browser.go("/worklist");
        awaitLive(browser);
    }

    private static void awaitLive(Browser browser) {
        await().atMost(PATIENCE).until(() -> browser.text(".live").equals("Live"));
    }

    private static void awaitText(Browser browser, String selector, String text) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> browser.text(selector)
                .contains(text));
    }

    private static void choose(Browser browser, Home home) {
        for (var moves = 0;
                moves < 20 && browser.all(card(home) + "[aria-current=true]").isEmpty();
                moves++) {
            browser.type("j");
        }
    }

    @Test
    void twoNursesSeeEachOtherAndWhatTheOtherDoesAlsoAcrossARestart() throws Exception {
        var anna = moveIn("Anna", "Arndt");
        openWorklist(nora, "nora");
        openWorklist(otto, "otto");
        measure(anna, 44);
        awaitText(nora, card(anna), "44 mg/dL");
        awaitText(otto, card(anna), "44 mg/dL");

        choose(otto, anna);
        awaitText(nora, card(anna), "Otto Nurse is looking at this");

        nora.click(card(anna) + " [data-action=acknowledge]");
        awaitText(nora, card(anna), "Acknowledged by nora");
        var acted = System.nanoTime();
        awaitText(otto, card(anna), "Acknowledged by nora");
        System.out.printf(
                "acknowledged in one browser, seen in the other: %d ms%n", (System.nanoTime() - acted) / 1_000_000);

        vigil().close();
        await().atMost(PATIENCE).until(() -> nora.text(".live").contains("Connection lost"));
        start();
        var berta = moveIn("Berta", "Brandt");
        measure(berta, 45);

        awaitText(nora, card(berta), "45 mg/dL");
        awaitText(otto, card(berta), "45 mg/dL");
        assertThat(nora.text(card(anna))).contains("Acknowledged by nora");
    }

    @Test
    void theWholeCardIsWorkedByKeyboardAndNothingIsABarrier() throws Exception {
        var home = moveIn("Konrad", "Key");
        openWorklist(nora, "nora");
        measure(home, 300);
        awaitText(nora, card(home), "300 mg/dL");
        choose(nora, home);

        // A snooze needs a reason.
        nora.type("s");
        nora.type("ate cake, measures again at noon", Keys.ESCAPE);
        nora.type("s");
        awaitText(nora, card(home), "Snoozed until");
        nora.type("u");
        awaitText(nora, "#now-alerts " + card(home), "300 mg/dL");

        nora.type("n");
        nora.type("may she take two units more?", Keys.ESCAPE);
        nora.type("d");
        awaitText(nora, card(home), "may she take two units more?");
        otto.signIn("carl", PASSWORD);
        otto.go("/questions");
        assertThat(otto.text("main")).contains("may she take two units more?");
        assertThat(otto.barriers()).isEmpty();
        otto.screenshot("questions");
        otto.write("textarea[name=answer]", "Yes, two units.");
        otto.click("main form button");
        awaitText(nora, card(home), "Yes, two units.");

        assertThat(nora.barriers()).isEmpty();
        nora.screenshot("worklist-answered");
        nora.type("r");
        nora.type("m", Keys.ENTER);
        awaitText(nora, "#resolved-alerts " + card(home), "300 mg/dL");
        assertThat(nora.complaints()).isEmpty();
    }

    @Test
    void theLeadNurseSetsUpWhoIsReachedAndSeesTheGaps() throws Exception {
        nora.signIn("lea", PASSWORD);
        nora.go("/teams/00000000-0000-0000-0000-000000000001");
        assertThat(nora.text("main"))
                .contains("level 1 reaches nobody (on call: On call)", "the whole team, again and again");

        nora.script("document.querySelectorAll('main details').forEach(details => details.open = true)");
        for (var day : List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY")) {
            nora.click("form[action$='/shift'] input[value=" + day + "]");
        }
        nora.script("const f = document.querySelector(\"form[action$='/shift']\"); f.from.value = '00:00';"
                + " f.until.value = '00:00'; f.person.value = 'otto'; f.requestSubmit()");

        awaitText(nora, "main", "Gaps in the next 14 days");
        assertThat(nora.all("li.gap")).isNotEmpty();
        assertThat(nora.text("main")).contains("Monday, 00:00 to 00:00: otto");
        assertThat(nora.barriers()).isEmpty();
        nora.screenshot("team");
        nora.narrow();
        assertThat(nora.overflow()).isZero();
        nora.dark();
        assertThat(nora.barriers()).isEmpty();
        nora.screenshot("team-narrow-dark");
        for (var page : List.of("/teams", "/burden", "/reach", "/hand-over", "/worklist")) {
            nora.go(page);
            assertThat(nora.barriers()).as(page).isEmpty();
            assertThat(nora.overflow()).as(page).isZero();
            nora.screenshot("lead" + page.replace('/', '-'));
        }
        assertThat(nora.complaints()).isEmpty();
    }
}
