package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.care.devices.Assignment;
import health.vigil.kit.access.Role;
import health.vigil.kit.http.Access;
import health.vigil.kit.sight.Sight;
import health.vigil.local.EveryRoute.Expected;
import health.vigil.local.RunningVigil.Home;
import health.vigil.local.client.VigilApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every route, asked by nurses and clinicians about a patient of another care team: it says nothing of that patient,
/// and changes nothing. A route that is new is among them by itself.
class WhoSeesWhomIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private static final String FAMILY = "Fremdling";
    private static final String GIVEN = "Frieda";
    private static final Set<String> LIVE = Set.of("/api/alerts/feed", "/api/alerts/events");

    private static final Map<Role, TriedSession> SESSIONS = new EnumMap<>(Role.class);

    private static Home foreign = RunningVigil.NOBODY;
    private static UUID alert = new UUID(0, 0);
    private static UUID reading = new UUID(0, 0);

    @BeforeAll
    static void settle() throws Exception {
        foreign = VIGIL.moveIn(GIVEN, FAMILY);
        try (var admin = VIGIL.api(Role.ADMIN)) {
            placeInTeamOfOthers(admin);
        }
        try (var device = VIGIL.connect(foreign)) {
            device.publish("{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":41,\"unit\":\"mg/dL\"}"
                    .formatted(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
            await().atMost(Duration.ofSeconds(60)).until(() -> device.unconfirmed() == 0);
        }
        alert = await().atMost(Duration.ofSeconds(60))
                .until(() -> ids("select alert_id from alerts.alert where patient_id = ?"), found -> !found.isEmpty())
                .getFirst();
        reading = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> ids("select reading_id from vitals.reading where patient_id = ?"),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private static void placeInTeamOfOthers(VigilApi admin) throws IOException, InterruptedException {
        var team = UUID.randomUUID();
        var document = (ObjectNode) admin.get("/api/teams/" + Sight.FIRST_TEAM).path("team");
        document.put("name", "Others");
        document.putArray("members").add("somebody-else");
        document.putArray("clinicians").add("somebody-else");
        admin.put("/api/teams/" + team, Map.of("basedOn", 0, "team", document));
        admin.put("/api/teams/" + team + "/patients/" + foreign.patient().patientId(), Map.of());
    }

    private static List<UUID> ids(String query) {
        try (var database = VIGIL.database()) {
            return database.jdbi()
                    .withHandle(handle -> handle.select(query, foreign.patient().patientId())
                            .mapTo(UUID.class)
                            .list());
        }
    }

    private static TriedSession session(Role role) throws IOException, InterruptedException {
        var known = SESSIONS.get(role);
        if (known != null) {
            return known;
        }
        var session = TriedSession.open(VIGIL.http(), RunningVigil.username(role), RunningVigil.PASSWORD);
        SESSIONS.put(role, session);
        return session;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, Role role)
            throws IOException, InterruptedException {
        var session = session(role);
        return CLIENT.send(session.allowed(request).build(), BodyHandlers.ofString());
    }

    /// Administrators belong to no team; what anybody may see is of nobody.
    private static boolean isFor(Expected route, Role role) {
        return role != Role.ADMIN && !route.access().contains(Access.ANYONE) && route.isFor(Optional.of(role));
    }

    private static Stream<Arguments> routesAndRoles() {
        return EveryRoute.ALL.stream()
                .filter(route -> !LIVE.contains(route.route()) && !route.changesTheSession())
                .flatMap(route -> Stream.of(Role.values())
                        .filter(role -> isFor(route, role))
                        .map(role -> Arguments.of(aboutTheForeigner(route), role)));
    }

    /// With the alert and the reading that there are, and a note that is easily found.
    private static Expected aboutTheForeigner(Expected route) {
        return new Expected(
                route.method(),
                route.route().replace("{alert}", alert.toString()).replace("{reading}", reading.toString()),
                route.access(),
                route.query(),
                route.route().endsWith("incidents/acknowledge") ? "note=none&alert=" + alert : route.body(),
                route.answer());
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("routesAndRoles")
    void tellsNothingOfAPatientOfAnotherTeam(Expected route, Role role) throws Exception {
        for (var accept : List.of("application/json", "text/html")) {
            var answer = send(EveryRoute.request(VIGIL.http(), route, accept, foreign.places()), role);

            assertThat(answer.body())
                    .as("%s, answered %d", route, answer.statusCode())
                    .doesNotContain(FAMILY)
                    .doesNotContain(GIVEN)
                    .doesNotContain("41 mg/dL")
                    .doesNotContain("\"value\":41");
            var names =
                    route.toString().contains("{patient}") || route.toString().contains("{device}");
            if (names && !route.route().startsWith("/fhir")) {
                assertThat(answer.statusCode()).as(route.toString()).isEqualTo(404);
            }
        }
    }

    @Test
    void nothingWasChangedByAnybodyWhoDoesNotSeeThePatient() throws Exception {
        for (var tried : routesAndRoles().toList()) {
            var route = (Expected) tried.get()[0];
            if (route.isChange()) {
                send(EveryRoute.request(VIGIL.http(), route, "application/json", foreign.places()), (Role)
                        tried.get()[1]);
            }
        }

        assertThat(ids("""
                select s.alert_id from alerts.step s join alerts.alert a using (alert_id)
                where a.patient_id = ? and s.who like '%-of-tests'
                """)).isEmpty();
        assertThat(ids("select mark_id from care.mark where patient_id = ?")).isEmpty();
        assertThat(ids("select entry_id from care.time_entry where patient_id = ?"))
                .isEmpty();
        assertThat(ids("select patient_id from care.monitoring where patient_id = ?"))
                .isEmpty();
        assertThat(ids("select patient_id from care.plan where patient_id = ? and version > 1"))
                .isEmpty();
        assertThat(ids("""
                        select request_id from care.device_request join care.assignment using (device_id)
                        where patient_id = ?
                        """)).isEmpty();
        assertThat(ids("select team_id from alerts.patient_team where patient_id = ?"))
                .doesNotContain(Sight.FIRST_TEAM);
    }

    @Test
    void theGlassOpensOnePatientToOnePersonAndIsOnRecord() throws Exception {
        var page = "/patients/" + foreign.patient().patientId();
        try (var lead = VIGIL.api(Role.LEAD_NURSE);
                var clinician = VIGIL.api(Role.CLINICIAN);
                var admin = VIGIL.api(Role.ADMIN)) {
            assertThat(status(page, Role.LEAD_NURSE)).isEqualTo(404);

            var broken = clinician.post(
                    "/api/break-glass",
                    Map.of(
                            "givenName", "frieda",
                            "familyName", FAMILY,
                            "birthDate", "1951-03-14",
                            "reason", "unconscious in the emergency room"));

            assertThat(status(page, Role.CLINICIAN)).isEqualTo(200);
            assertThat(status(page, Role.LEAD_NURSE)).isEqualTo(404);
            assertThat(lead.get("/api/break-glass").toString()).doesNotContain(FAMILY);
            assertThat(admin.get("/api/break-glass").toString()).contains("unconscious in the emergency room");
            var id = broken.path("breakId").asText();
            assertThat(admin.post("/api/break-glass/" + id + "/review", Map.of("review", "it was right"))
                            .path("reviewedBy")
                            .asText())
                    .isEqualTo(RunningVigil.username(Role.ADMIN));
            assertThat(admin.get("/api/audit?action=/api/break-glass&who=" + RunningVigil.username(Role.CLINICIAN))
                            .path("entries"))
                    .anySatisfy(entry -> {
                        assertThat(entry.path("subject").asText()).contains(id);
                        assertThat(entry.path("patients").toString())
                                .contains(foreign.patient().patientId().toString());
                    });
            assertThat(admin.get("/api/audit?patient=" + foreign.patient().patientId() + "&who="
                                    + RunningVigil.username(Role.CLINICIAN))
                            .path("entries"))
                    .anySatisfy(
                            entry -> assertThat(entry.path("action").asText()).isEqualTo("GET /patients/{patient}"));
        } finally {
            // Other tests of this class are about somebody who does not see her.
            try (var database = VIGIL.database()) {
                database.jdbi().useHandle(handle -> handle.execute("update care.break_glass set until_at = broken_at"));
            }
        }
    }

    private static int status(String path, Role role) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(VIGIL.http() + path)).header("Accept", "application/json"), role)
                .statusCode();
    }

    @Test
    void aLeadNurseDrawsNobodyToHerTeamAndJoinsNoOther() throws Exception {
        var own = "/api/teams/" + Sight.FIRST_TEAM;
        try (var admin = VIGIL.api(Role.ADMIN)) {
            var others = ids("select team_id from alerts.patient_team where patient_id = ?")
                    .getFirst();
            var document = (ObjectNode) admin.get("/api/teams/" + others).path("team");
            document.withArray("members").add(RunningVigil.username(Role.LEAD_NURSE));
            var body = JSON.writeValueAsString(Map.of("basedOn", 1, "team", document));

            assertThat(send(put("/api/teams/" + others, body), Role.LEAD_NURSE).statusCode())
                    .isEqualTo(403);
            assertThat(send(put(own + "/patients/" + foreign.patient().patientId(), "{}"), Role.LEAD_NURSE)
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void aNurseDrawsNoReadingsOfOthersToAPatientOfHers() throws Exception {
        var mine = VIGIL.moveIn("Mia", "Mine").patient().patientId();
        var device = UUID.randomUUID();
        VIGIL.vigil().care().devices().register(device, "cuff that came back");
        var since = Instant.parse("2026-01-01T00:00:00Z");
        VIGIL.vigil()
                .care()
                .devices()
                .assign(new Assignment(
                        UUID.randomUUID(),
                        device,
                        null,
                        foreign.patient().patientId(),
                        since,
                        since.plus(Duration.ofDays(90))));
        var form = "patientId=" + mine + "&from=";
        assertThat(status("/devices/" + device, Role.NURSE)).isEqualTo(200);

        for (var slot : List.of("", "&userSlot=2")) {
            assertThat(send(post("/devices/" + device + "/handover", form + "2026-02-01" + slot), Role.NURSE)
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(VIGIL.vigil().care().devices().assignments(device)).hasSize(1);
        assertThat(send(post("/devices/" + device + "/handover", form), Role.NURSE)
                        .statusCode())
                .isEqualTo(200);
        assertThat(VIGIL.vigil().care().devices().users(device)).containsExactly(mine);
    }

    private static HttpRequest.Builder post(String path, String form) {
        return HttpRequest.newBuilder(URI.create(VIGIL.http() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    @Test
    void theWatchdogsTeamIsForAdministrators() throws Exception {
        try (var admin = VIGIL.api(Role.ADMIN)) {
            var path = "/api/teams/" + Sight.WATCHDOG;
            var team = admin.get("/api/teams/" + Sight.FIRST_TEAM).path("team");

            var answer = send(put(path, JSON.writeValueAsString(Map.of("basedOn", 1, "team", team))), Role.LEAD_NURSE);

            assertThat(answer.statusCode()).isEqualTo(403);
        }
    }

    private static HttpRequest.Builder put(String path, String body) {
        return HttpRequest.newBuilder(URI.create(VIGIL.http() + path))
                .header("Accept", "application/json")
                .PUT(BodyPublishers.ofString(body));
    }
}
