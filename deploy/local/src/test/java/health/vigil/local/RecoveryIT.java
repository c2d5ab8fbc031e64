package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.care.devices.Assignment;
import health.vigil.kit.access.Role;
import health.vigil.local.RunningVigil.Home;
import health.vigil.local.client.VigilApi;
import health.vigil.local.device.Device;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What was rejected or held is got back, once, and what is dismissed stays away.
class RecoveryIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final List<Device> devices = new ArrayList<>();
    private final VigilApi admin;
    private final VigilApi nurse;

    RecoveryIT() throws IOException, InterruptedException {
        admin = VIGIL.api(Role.ADMIN);
        nurse = VIGIL.api(Role.NURSE);
    }

    @AfterEach
    void close() {
        devices.forEach(Device::close);
        admin.close();
        nurse.close();
    }

    private void publish(Home home, String... payloads) {
        var device = VIGIL.connect(home);
        devices.add(device);
        List.of(payloads).forEach(device::publish);
        await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
    }

    /// A device that nobody uses.
    private static Home drawer() {
        var device = UUID.randomUUID();
        var secret = VIGIL.vigil().care().devices().register(device, "in a drawer");
        return new Home(RunningVigil.NOBODY.patient(), device, secret);
    }

    private static String reading(String type, Instant at, double value, String unit) {
        return "{\"type\":\"%s\",\"measuredAt\":\"%s\",\"value\":%s,\"unit\":\"%s\"}".formatted(type, at, value, unit);
    }

    private List<JsonNode> items(String place, Home home, String state) throws IOException, InterruptedException {
        return list(admin.get("/api/%s?device=%s&state=%s&limit=1000".formatted(place, home.device(), state))
                .path("items"));
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private String only(String place, Home home) {
        await().atMost(PATIENCE).until(() -> items(place, home, "open").size() == 1);
        try {
            return items(place, home, "open").getFirst().path("itemId").asText();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private JsonNode show(String place, String id) throws IOException, InterruptedException {
        return admin.get("/api/%s/%s".formatted(place, id));
    }

    private List<String> steps(String place, String id) throws IOException, InterruptedException {
        return list(show(place, id).path("steps")).stream()
                .map(step -> step.path("who").asText() + " " + step.path("step").asText())
                .toList();
    }

    private void replay(String place, String id, Map<String, String> correction)
            throws IOException, InterruptedException {
        admin.post("/api/%s/%s/replay".formatted(place, id), correction);
    }

    private void awaitState(String place, String id, String state) {
        await().atMost(PATIENCE)
                .until(() -> show(place, id).path("item").path("state").asText().equals(state));
    }

    private List<Double> trend(Home home, String metric) throws IOException, InterruptedException {
        return list(nurse.get("/api/patients/%s/trend?metric=%s"
                                .formatted(home.patient().patientId(), metric))
                        .path("points"))
                .stream()
                .map(point -> point.path("value").asDouble())
                .toList();
    }

    private void awaitTrend(Home home, String metric, Double... values) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(trend(home, metric)).containsExactlyInAnyOrder(values));
    }

    private Map<String, String> places(Home home) throws IOException, InterruptedException {
        var places = new HashMap<String, String>();
        list(admin.get("/api/devices/%s/readings".formatted(home.device())).path("readings"))
                .forEach(each -> places.put(
                        each.path("readingId").asText(), each.path("place").asText()));
        return places;
    }

    @Test
    void aGlucoseInAnImpossibleUnitIsCorrectedAndStoredOnce() throws Exception {
        var home = VIGIL.moveIn("Gerda", "Unit");
        publish(home, reading("glucose", now.minusSeconds(600), 5.8, "kg"));
        var id = only("rejected", home);

        replay("rejected", id, Map.of("unit", "mmol/L"));
        awaitState("rejected", id, "REPLAYED");
        replay("rejected", id, Map.of("unit", "mmol/L"));

        awaitTrend(home, "glucose", 104.0);
        assertThat(steps("rejected", id)).containsExactly("admin-of-tests replayed", "Vigil arrived");
        assertThat(items("rejected", home, "open")).isEmpty();
        assertThatThrownBy(() -> replay("rejected", id, Map.of("unit", "mg/dL")))
                .hasMessageContaining("409");
    }

    @Test
    void poundsCalledKilogramsAreReplayedAsPounds() throws Exception {
        var home = VIGIL.moveIn("Paul", "Pound");
        publish(home, reading("weight", now.minusSeconds(600), 420, "kg"));
        var id = only("rejected", home);

        replay("rejected", id, Map.of("unit", "[lb_av]"));

        awaitTrend(home, "weight", 190.51);
        awaitState("rejected", id, "REPLAYED");
    }

    @Test
    void aWrongCorrectionLeavesItOpenForTheNext() throws Exception {
        var home = VIGIL.moveIn("Wanda", "Wrong");
        publish(home, reading("glucose", now.minusSeconds(600), 5.8, "kg"));
        var id = only("rejected", home);

        replay("rejected", id, Map.of("unit", "mm[Hg]"));
        await().atMost(PATIENCE).until(() -> steps("rejected", id).size() == 3);
        awaitState("rejected", id, "OPEN");
        replay("rejected", id, Map.of("unit", "mmol/L"));

        awaitTrend(home, "glucose", 104.0);
        assertThat(items("rejected", home, "all")).hasSize(1);
    }

    @Test
    void aReadingDatedAYearTooEarlyIsHeldAndComesBackAtItsTime() throws Exception {
        var home = drawer();
        var patient = VIGIL.moveIn("Clara", "Clock");
        // It has been in use for long, so that it may well have measured a year ago.
        assign(home, VIGIL.moveIn("Fritz", "Former"), now.minus(Duration.ofDays(800)), now.minus(Duration.ofDays(700)));
        assign(home, patient, now.minus(Duration.ofDays(30)));
        publish(home, reading("weight", now.minus(Duration.ofDays(365)), 71.5, "kg"));
        var id = only("held", home);

        replay("held", id, Map.of("shift", "P365D"));

        awaitTrend(patient, "weight", 71.5);
        awaitState("held", id, "REPLAYED");
        await().atMost(PATIENCE).until(() -> places(home).containsValue("moved"));
        assertThat(places(home)).hasSize(2).containsEntry(id, "moved").containsValue("stored");
        assertThat(steps("held", id)).containsExactly("admin-of-tests replayed", "Vigil arrived");
    }

    @Test
    void aHeldReadingOfAnotherDeviceMovesThereAndBack() throws Exception {
        var drawer = drawer();
        var home = VIGIL.moveIn("Moritz", "Moved");
        publish(drawer, reading("weight", now.minusSeconds(900), 82.4, "kg"));
        var id = only("held", drawer);

        replay("held", id, Map.of("deviceId", home.device().toString()));
        awaitTrend(home, "weight", 82.4);
        await().atMost(PATIENCE).until(() -> places(drawer).getOrDefault(id, "").equals("moved"));
        assign(drawer, VIGIL.moveIn("Nadja", "Next"), now.minus(Duration.ofDays(2)));
        publish(drawer, reading("weight", now.minusSeconds(800), 60.1, "kg"));

        await().atMost(PATIENCE).until(() -> places(drawer).containsValue("stored"));
        assertThat(places(drawer)).containsEntry(id, "moved").hasSize(2);
    }

    @Test
    void aDismissedHeldReadingStaysAwayWhenItsDeviceIsAssignedUntilTheDismissalIsTakenBack() throws Exception {
        var drawer = drawer();
        var patient = VIGIL.moveIn("Dora", "Dismissed");
        publish(drawer, reading("weight", now.minusSeconds(900), 55.5, "kg"));
        var id = only("held", drawer);
        admin.post("/api/held/%s/dismiss".formatted(id), Map.of("reason", "the technician tried it"));
        await().atMost(PATIENCE).until(() -> places(drawer).getOrDefault(id, "").equals("dismissed"));

        assign(drawer, patient, now.minus(Duration.ofDays(2)));
        publish(drawer, reading("weight", now.minusSeconds(900), 55.5, "kg"));
        publish(drawer, reading("weight", now.minusSeconds(100), 66.6, "kg"));

        awaitTrend(patient, "weight", 66.6);
        assertThat(items("held", drawer, "dismissed")).hasSize(1);
        assertThatThrownBy(() -> replay("held", id, Map.of("unit", "[lb_av]"))).hasMessageContaining("409");
        admin.post("/api/held/%s/reopen".formatted(id), Map.of());
        awaitTrend(patient, "weight", 55.5, 66.6);
    }

    private static void assign(Home home, Home patient, Instant from) {
        assign(home, patient, from, null);
    }

    private static void assign(Home home, Home patient, Instant from, @Nullable Instant until) {
        VIGIL.vigil()
                .care()
                .devices()
                .assign(new Assignment(
                        UUID.randomUUID(),
                        home.device(),
                        null,
                        patient.patient().patientId(),
                        from,
                        until));
    }

    @Test
    void listsShowNoValuesAndLookingAtOneIsRecorded() throws Exception {
        var home = VIGIL.moveIn("Lotte", "Look");
        publish(home, reading("glucose", now.minusSeconds(600), 123.456, "kg"));
        var id = only("rejected", home);

        var listed = admin.get("/api/rejected?device=" + home.device()).toString();
        var said = admin.text("/api/rejected/%s/original".formatted(id));

        assertThat(listed).doesNotContain("123.456");
        assertThat(said).contains("123.456");
        assertThat(steps("rejected", id)).containsExactly("admin-of-tests looked at");
    }

    @Test
    void allThatMatchAreReplayedPageByPage() throws Exception {
        var home = VIGIL.moveIn("Maria", "Many");
        publish(
                home,
                IntStream.range(0, 12)
                        .mapToObj(each -> reading("glucose", now.minusSeconds(60L * each), 100 + each, "kg"))
                        .toArray(String[]::new));
        publish(home, "no json");
        await().atMost(PATIENCE).until(() -> items("rejected", home, "open").size() == 13);

        var path = "/api/rejected/replay?device=%s&reason=unit-invalid&limit=5".formatted(home.device());
        var decided = 0;
        var after = "";
        do {
            var made = admin.post(path + "&after=" + after, Map.of("unit", "mg/dL"));
            decided += made.path("decided").asInt();
            after = made.path("next").asText();
        } while (!after.isEmpty());

        assertThat(decided).isEqualTo(12);
        await().atMost(PATIENCE).until(() -> trend(home, "glucose").size() == 12);
        assertThat(items("rejected", home, "open")).hasSize(1);
    }

    @Test
    void anAdministratorReplaysByThePage() throws Exception {
        var home = VIGIL.moveIn("Berta", "Browser");
        publish(home, reading("glucose", now.minusSeconds(600), 6.1, "kg"));
        publish(home, reading("glucose", now.minusSeconds(500), 7.1, "kg"));
        await().atMost(PATIENCE).until(() -> items("rejected", home, "open").size() == 2);
        try (var browser = Browser.open(VIGIL.http())) {
            browser.signIn(RunningVigil.username(Role.ADMIN), RunningVigil.PASSWORD);
            browser.go("/administration/rejected?device=" + home.device());
            // Times may have the same digits.
            assertThat(browser.text("main").replaceAll("T[0-9:.]+Z", ""))
                    .doesNotContain("6.1")
                    .contains("unit-invalid");
            browser.screenshot("rejected");
            browser.click("tbody a");
            browser.click("form[action$='/original'] button");
            await().atMost(PATIENCE).until(() -> browser.text("pre.original").contains("7.1"));
            browser.screenshot("rejected-item");
            browser.write("[name=unit]", "mmol/L");
            browser.click("form[action$='/replay'] button");
            awaitTrend(home, "glucose", 128.0);

            browser.go("/administration/rejected?device=" + home.device());
            browser.write("[name=unit]", "mmol/L");
            browser.click("form[action$='/replay'] button");
            await().atMost(PATIENCE).until(() -> browser.text("#progress").contains("1 decided"));
            assertThat(browser.complaints()).isEmpty();
            browser.narrow();
            browser.go("/administration/held?state=all");
            browser.screenshot("held-phone");
            assertThat(browser.overflow()).isZero();
        }
        awaitTrend(home, "glucose", 110.0, 128.0);
    }
}
