package health.vigil.care.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.care.accounts.Accounts;
import health.vigil.care.corrections.RecentReadings;
import health.vigil.care.exports.ExportRoutes;
import health.vigil.care.fhir.FhirRoutes;
import health.vigil.care.overview.PatientPageRoutes;
import health.vigil.care.panel.PanelRoutes;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientRoutes;
import health.vigil.care.patients.Patients;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.Plans;
import health.vigil.care.samples.CareServer;
import health.vigil.care.samples.Outboxes;
import health.vigil.care.samples.SampleKeys;
import health.vigil.care.samples.SampleReadings;
import health.vigil.care.trends.TrendRoutes;
import health.vigil.kit.access.Role;
import health.vigil.kit.access.Tokens;
import health.vigil.kit.http.Assets;
import health.vigil.kit.sight.Sight;
import health.vigil.parts.TestStore;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What programs get by their tokens: each route that is open to them, of their own patient and of another.
class TokensIT {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final UUID OWN = new UUID(0xA, 1);
    private static final UUID FOREIGN = new UUID(0xB, 2);
    private static final UUID OWN_TEAM = new UUID(7, 1);
    private static final UUID FOREIGN_TEAM = new UUID(7, 2);

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "vitals", "alerts");

    private static final Jdbi JDBI = DATABASE.database().jdbi();

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Plans PLANS = new Plans(JDBI, OUTBOX.outbox(), CLOCK);
    private static final Patients PATIENTS = new Patients(JDBI, PLANS, CLOCK);
    private static final Accounts ACCOUNTS = new Accounts(JDBI, SampleKeys.keys(), CLOCK);
    private static final PatientsInSight SIGHT = new PatientsInSight(PATIENTS, new Sight(JDBI, CLOCK));
    private static final Assets ASSETS = new Assets();

    @AutoClose
    private static final CareServer SERVER = new CareServer(
            new Tokens(JDBI, CLOCK)::find,
            new TokenRoutes(PATIENTS, ACCOUNTS, JDBI, ASSETS, CLOCK),
            new PatientRoutes(PATIENTS, SIGHT),
            new TrendRoutes(SIGHT, JDBI, CLOCK),
            new PatientPageRoutes(SIGHT, PLANS, new RecentReadings(JDBI, PLANS), JDBI, ASSETS, CLOCK),
            new PanelRoutes(SIGHT, PLANS, JDBI, ASSETS, CLOCK),
            new ExportRoutes(SIGHT, JDBI, CLOCK),
            new FhirRoutes(SIGHT, JDBI));

    @BeforeAll
    static void settle() {
        ACCOUNTS.put(new Accounts.Account("nora", "Nora", Role.NURSE), "a password of nora's");
        settle(OWN, OWN_TEAM, "Ownfamily", "nora");
        settle(FOREIGN, FOREIGN_TEAM, "Foreignfamily", "else");
    }

    private static void settle(UUID patient, UUID team, String family, String nurse) {
        PATIENTS.put(new Patient(patient, family, "Given", null, "Europe/Berlin", ""), "admin");
        SampleReadings.insert(
                JDBI, patient, SampleReadings.weight(NOW.minusSeconds(patient.getLeastSignificantBits()), 80));
        JDBI.useHandle(handle -> {
            handle.execute("insert into alerts.patient_team values (?, ?, '')", patient, team);
            handle.execute(
                    "insert into alerts.team values (?, 1, ?, 'admin', ?)",
                    team,
                    "{\"name\":\"Team\",\"members\":[\"%s\"],\"clinicians\":[]}".formatted(nurse),
                    NOW);
            handle.execute("insert into alerts.team_person values (?, 'NURSE', ?)", team, nurse);
            handle.execute("insert into care.device values (?, 'Scale', ?, ?)", device(patient), new byte[32], NOW);
            handle.execute(
                    "insert into care.assignment values (?, ?, null, ?, ?, null)",
                    patient,
                    device(patient),
                    patient,
                    NOW.minus(Duration.ofDays(9)));
            handle.execute("update vitals.reading set device_id = ? where patient_id = ?", device(patient), patient);
        });
    }

    private static UUID device(UUID patient) {
        return new UUID(0xD, patient.getLeastSignificantBits());
    }

    private static HttpResponse<String> ask(String body) {
        return SERVER.change("admin-1", "POST", "/api/tokens", body.replace('\'', '"'));
    }

    private static String token(String body) {
        var answer = ask(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return CareServer.json(answer).path("token").asText();
    }

    private static List<String> tokens(String resources) {
        return List.of(
                token("{'label':'one','scopes':'patient/%s','patientId':'%s'}".formatted(resources, OWN)),
                token("{'label':'hers','scopes':'user/%s','username':'nora'}".formatted(resources)),
                token("{'label':'a team','scopes':'system/%s','teams':['%s']}".formatted(resources, OWN_TEAM)));
    }

    private static String observation(UUID patient) {
        var reading = JDBI.withHandle(handle -> handle.createQuery(
                        "select reading_id from vitals.reading where patient_id = :patient order by measured_at desc limit 1")
                .bind("patient", patient)
                .mapTo(UUID.class)
                .one());
        return (patient.toString() + reading).replace("-", "");
    }

    /// Routes that name a patient, who is `{p}` in it.
    private static Stream<Arguments> routes() {
        return Stream.of(
                Arguments.of("/api/patients/{p}", "Patient"),
                Arguments.of("/api/patients/{p}/trend?metric=weight", "Observation"),
                Arguments.of("/api/patients/{p}/trend.csv?metric=weight", "Observation"),
                Arguments.of("/api/patients/{p}/overview", "Observation"),
                Arguments.of("/api/exports/readings.csv?patient={p}", "Observation"),
                Arguments.of("/api/exports/observations.ndjson?patient={p}", "Observation"),
                Arguments.of("/fhir/Patient/{p}", "Patient"),
                Arguments.of("/fhir/Patient?_id={p}", "Patient"),
                Arguments.of("/fhir/Device/{d}", "Device"),
                Arguments.of("/fhir/Device?_id={d}", "Device"),
                Arguments.of("/fhir/Device?patient={p}", "Device"),
                Arguments.of("/fhir/Observation/{o}", "Observation"),
                Arguments.of("/fhir/Observation?patient={p}", "Observation"),
                Arguments.of("/fhir/Observation?_id={o}", "Observation"),
                Arguments.of("/fhir/Observation/$lastn?patient={p}&category=vital-signs", "Observation"));
    }

    private static String of(UUID patient, String route) {
        return route.replace("{p}", patient.toString())
                .replace("{d}", device(patient).toString())
                .replace("{o}", observation(patient));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void givesOnesOwnPatientAndNobodyElse(String route, String resource) {
        for (var token : tokens(resource + ".rs")) {
            var own = SERVER.getAs(token, of(OWN, route));
            var foreign = SERVER.getAs(token, of(FOREIGN, route));

            assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
            assertThat(tells(own, OWN)).as(own.body()).isTrue();
            assertThat(foreign.statusCode()).isIn(200, 404);
            assertThat(tells(foreign, FOREIGN)).as(foreign.body()).isFalse();
        }
    }

    /// Whether it holds anything of that patient beyond what was asked by.
    private static boolean tells(HttpResponse<String> answer, UUID patient) {
        var body = answer.body().replace(answer.uri().toString(), "");
        var moment =
                NOW.minusSeconds(patient.getLeastSignificantBits()).toString().substring(0, 19);
        return Stream.of(
                        moment,
                        patient.equals(OWN) ? "Ownfamily" : "Foreignfamily",
                        "\"Scale\"",
                        "\"mean\":80.0",
                        observation(patient))
                .anyMatch(answer.statusCode() == 200 ? body::contains : _ -> false);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aScopeForSomethingElseOpensNothing(String route, String resource) {
        for (var token : tokens(resource.equals("Device") ? "Observation.rs" : "Device.rs")) {
            assertThat(SERVER.getAs(token, of(OWN, route)).statusCode()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/panel",
        "/api/patients",
        "/api/exports/readings.csv?team=00000000-0000-0007-0000-000000000001",
        "/api/exports/readings.csv?team=00000000-0000-0007-0000-000000000002",
        "/fhir/Patient?name=f",
        "/fhir/Patient?name=o",
    })
    void listsHoldOnesOwnPatientsAlone(String route) {
        for (var token : tokens("*.rs")) {
            var answer = SERVER.getAs(token, route);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("Foreignfamily", FOREIGN.toString());
            assertThat(answer.body().contains("Ownfamily")).isEqualTo(!route.endsWith("=f") && !route.endsWith("2"));
        }
    }

    @ParameterizedTest
    @CsvSource({"Patient, name, ownf, foreignf", "Observation, patient, {own}, {foreign}"})
    void aSearchByAFormFindsTheSameWithNothingInTheAddress(String type, String parameter, String own, String foreign) {
        for (var token : tokens(type + ".rs")) {
            var search = "/fhir/" + type + "/_search";

            var found = SERVER.formAs(token, search, Map.of(parameter, own.replace("{own}", OWN.toString())));
            var other =
                    SERVER.formAs(token, search, Map.of(parameter, foreign.replace("{foreign}", FOREIGN.toString())));

            assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
            assertThat(tells(found, OWN)).as(found.body()).isTrue();
            assertThat(other.statusCode()).isIn(200, 404);
            assertThat(tells(other, FOREIGN)).as(other.body()).isFalse();
        }
    }

    @Test
    void aFormOpensNoOtherTypeAndChangesNothing() {
        for (var token : tokens("Observation.rs")) {
            assertThat(SERVER.formAs(token, "/fhir/Patient/_search", Map.of("name", "ownf"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(SERVER.formAs(token, "/fhir/Observation", Map.of("patient", OWN.toString()))
                            .statusCode())
                    .isBetween(400, 499);
        }
    }

    @Test
    void aLinkToAFurtherPageOpensNothingMore() {
        var system =
                token("{'label':'both','scopes':'system/*.rs','teams':['%s','%s']}".formatted(OWN_TEAM, FOREIGN_TEAM));
        SampleReadings.insert(JDBI, FOREIGN, SampleReadings.weight(NOW.minusSeconds(99), 80));
        var first = CareServer.json(SERVER.getAs(system, "/fhir/Observation?_count=1&patient=" + FOREIGN));
        var next = StreamSupport.stream(first.path("link").spliterator(), false)
                .filter(link -> link.path("relation").asText().equals("next"))
                .map(link -> link.path("url").asText())
                .findFirst()
                .orElseThrow();
        var path = next.substring(next.indexOf("/fhir"));

        assertThat(SERVER.getAs(system, path).statusCode()).isEqualTo(200);
        for (var token : tokens("*.rs")) {
            assertThat(SERVER.getAs(token, path).statusCode()).isEqualTo(410);
        }
        for (var token : tokens("Patient.rs")) {
            assertThat(SERVER.getAs(token, path).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void includesTakeTheirOwnScopes() {
        var path = "/fhir/Observation?_include=Observation:patient&_include=Observation:device&patient=" + OWN;

        assertThat(SERVER.getAs(tokens("Observation.rs").getFirst(), path).body())
                .doesNotContain("Ownfamily", "Scale");
        assertThat(SERVER.getAs(tokens("*.rs").getFirst(), path).body()).contains("Ownfamily", "Scale");
    }

    @Test
    void aTokenEndsWhenItIsRevokedOrExpires() {
        var answer = CareServer.json(
                ask("{'label':'short','scopes':'user/*.rs','username':'nora','expiresAt':'2026-11-23T12:00:01Z'}"));
        var token = answer.path("token").asText();
        var later = new Tokens(JDBI, Clock.offset(CLOCK, Duration.ofSeconds(1)));

        assertThat(new Tokens(JDBI, CLOCK).find(token)).isPresent();
        assertThat(later.find(token)).isEmpty();
        var path = "/api/tokens/" + answer.at("/grant/tokenId").asText();
        assertThat(SERVER.get("admin-1", "/api/tokens").body())
                .contains("short")
                .doesNotContain(token);
        assertThat(SERVER.change("admin-1", "DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(SERVER.getAs(token, "/api/panel").statusCode()).isEqualTo(401);
        assertThat(SERVER.change("admin-1", "DELETE", path, "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', label",
        "'{''label'':''a''}', scopes",
        "'{''label'':''a'',''scopes'':''user/*.cruds''}', scopes",
        "'{''label'':''a'',''scopes'':''user/*.rs''}', username",
        "'{''label'':''a'',''scopes'':''user/*.rs'',''username'':''nobody''}', username",
        "'{''label'':''a'',''scopes'':''patient/*.rs''}', patientId",
        "'{''label'':''a'',''scopes'':''patient/*.rs'',''patientId'':''00000000-0000-0000-0000-000000000000''}', patientId",
        "'{''label'':''a'',''scopes'':''system/*.rs''}', teams",
        "'{''label'':''a'',''scopes'':''system/*.rs'',''teams'':[''00000000-0000-0000-0000-000000000009'']}', teams",
        "'{''label'':''a'',''scopes'':''user/*.rs'',''username'':''nora'',''teams'':[''00000000-0000-0007-0000-000000000001'']}', teams",
        "'{''label'':''a'',''scopes'':''user/*.rs'',''username'':''nora'',''expiresAt'':''2028-01-01T00:00:00Z''}', expiresAt",
        "'{''label'':''a'',''scopes'':''user/*.rs'',''username'':''nora'',''expiresAt'':''2026-11-23T12:00:00Z''}', expiresAt",
    })
    void refusesWhatWouldBeUnclear(String body, String field) {
        var answer = ask(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(CareServer.json(answer).path("parameter").asText()).isEqualTo(field);
    }

    @Test
    void thePageShowsATokenOnce() {
        var form = SERVER.form(
                "admin-1",
                "/administration/tokens",
                Map.of("label", "the <b>record</b>", "scopes", "user/*.rs", "username", "nora"));

        assertThat(form.body()).contains("shown only now", "the &lt;b&gt;record&lt;/b&gt;", "patients of nora");
        assertThat(SERVER.get("admin-1", "/administration/tokens").body())
                .contains("the &lt;b&gt;record&lt;/b&gt;")
                .doesNotContain("shown only now");
    }
}
