package health.vigil.care.planning;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.Plans;
import health.vigil.care.samples.CareServer;
import health.vigil.care.samples.Outboxes;
import health.vigil.clinical.plans.Template;
import health.vigil.kit.http.Assets;
import health.vigil.kit.sight.Sight;
import health.vigil.parts.TestStore;
import health.vigil.plandocuments.PlanDocument;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanRoutesIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care");

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T05:30:00Z"), ZoneOffset.UTC);
    private static final Plans PLANS = new Plans(DATABASE.database().jdbi(), OUTBOX.outbox(), CLOCK);
    private static final Patients PATIENTS = new Patients(DATABASE.database().jdbi(), PLANS, CLOCK);

    private static final PatientsInSight SIGHT =
            new PatientsInSight(PATIENTS, new Sight(DATABASE.database().jdbi(), CLOCK));

    @AutoClose
    private static final CareServer SERVER =
            new CareServer(new PlanRoutes(SIGHT, PLANS), new PlanPageRoutes(SIGHT, PLANS, new Assets(), CLOCK));

    private static final UUID ADA = new UUID(1, 1);
    private static final String API = "/api/patients/" + ADA + "/plan";
    private static final String PAGE = "/patients/" + ADA + "/plan";
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final String PREGNANCY = PlanDocument.write(Template.PREGNANCY.in(LONDON));

    @BeforeEach
    void registerAPatient() {
        DATABASE.empty("care.patient, care.outbox");
        PATIENTS.put(new Patient(ADA, "Lovelace", "Ada", null, LONDON.getId(), ""), "admin");
    }

    private static String body(int basedOn, String document) {
        return "{\"basedOn\":%d,\"reason\":\"new finding\",\"document\":%s}".formatted(basedOn, document);
    }

    @Test
    void addsAVersionAndListsAllOfThem() {
        var saved = SERVER.change("clinician-1", "POST", API, body(1, PREGNANCY));

        assertThat(saved.statusCode()).isEqualTo(201);
        var versions = CareServer.json(SERVER.get("nurse-1", API)).path("versions");
        assertThat(versions).hasSize(2);
        assertThat(versions.get(1).path("author").asText()).isEqualTo("clinician-1");
        assertThat(versions.get(1).path("reason").asText()).isEqualTo("new finding");
        assertThat(versions.get(1).path("document")).isEqualTo(FormFields.parse(PREGNANCY));
    }

    @Test
    void namesThePathOfEveryMistake() {
        var wrong = PREGNANCY.replaceFirst("\"limit\":160(\\.0)?", "\"limit\":\"high\"");

        var answer = SERVER.change("clinician-1", "POST", API, body(1, wrong));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(CareServer.json(answer).at("/errors/0/path").asText())
                .isEqualTo("/rules/0/condition/bounds/0/limit");
        assertThat(CareServer.json(answer).at("/errors/0/detail").asText()).isNotEmpty();
    }

    @Test
    void refusesWhatIsStaleTooEarlyWithoutReasonOrForANurse() {
        var early = body(1, PREGNANCY).replace("\"reason\"", "\"effectiveFrom\":\"2020-01-01T00:00:00Z\",\"reason\"");

        assertThat(SERVER.change("clinician-1", "POST", API, body(0, PREGNANCY)).statusCode())
                .isEqualTo(409);
        assertThat(CareServer.json(SERVER.change("clinician-1", "POST", API, early))
                        .path("parameter")
                        .asText())
                .isEqualTo("effectiveFrom");
        assertThat(SERVER.change("clinician-1", "POST", API, body(1, PREGNANCY).replace("new finding", " "))
                        .statusCode())
                .isEqualTo(400);
        assertThat(SERVER.change("nurse-1", "POST", API, body(1, PREGNANCY)).statusCode())
                .isEqualTo(403);
        assertThat(PLANS.versions(ADA)).hasSize(1);
    }

    @Test
    void offersTheTemplatesAndTheSchema() {
        var templates = CareServer.json(SERVER.get("nurse-1", "/api/plan-templates?zone=Europe/London"))
                .path("templates");

        assertThat(templates)
                .hasSize(Template.values().length)
                .anySatisfy(template -> assertThat(template.path("document")).isEqualTo(FormFields.parse(PREGNANCY)));
        assertThat(CareServer.json(SERVER.get("nurse-1", "/api/plan-schema")))
                .isEqualTo(FormFields.parse(PlanDocument.schema()));
    }

    @Test
    void savesTheFormAndGoesBackToThePage() {
        var answer = SERVER.form(
                "clinician-1",
                PAGE,
                Map.of(
                        "document", PREGNANCY,
                        "basedOn", "1",
                        "reason", "pregnant",
                        "effectiveFrom", "2026-11-21T06:00",
                        "/rules/0/condition/bounds/0/limit", "155",
                        "action", "save"));

        assertThat(answer.headers().firstValue("HX-Redirect")).contains(PAGE);
        var version = PLANS.versions(ADA).getLast();
        assertThat(version.effectiveFrom()).isEqualTo(Instant.parse("2026-11-21T06:00:00Z"));
        assertThat(PLANS.plan(version).rules().getFirst().condition().describe())
                .contains("155");
        assertThat(SERVER.get("clinician-1", PAGE).body()).contains("pregnant");
    }

    @Test
    void showsTheFormAgainWithWhatIsWrongNextToItsField() {
        var answer = SERVER.form(
                "clinician-1",
                PAGE,
                Map.of(
                        "document", PREGNANCY,
                        "basedOn", "1",
                        "reason", "typing",
                        "/rules/0/condition/bounds/0/limit", "hgh",
                        "action", "save"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("value=\"hgh\"", "class=\"wrong\"", "value=\"typing\"")
                .doesNotContain("<html");
        assertThat(PLANS.versions(ADA)).hasSize(1);
    }

    @Test
    void savesNothingWhenAButtonOfTheFormIsUsed() {
        var fields = Map.of("document", PREGNANCY, "basedOn", "1", "action", "add-rule", "kind", "change");

        var answer = SERVER.form("clinician-1", PAGE, fields);

        assertThat(answer.body()).contains("A gain or loss");
        assertThat(PLANS.versions(ADA)).hasSize(1);
        assertThat(SERVER.form("nurse-1", PAGE, fields).statusCode()).isEqualTo(403);
    }

    @Test
    void letsANurseLookAtAnyVersionAndChangeNone() {
        SERVER.change("clinician-1", "POST", API, body(1, PREGNANCY));

        var page = SERVER.get("nurse-1", PAGE + "?version=1");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<fieldset class=\"all\" disabled>", "as it was saved")
                .doesNotContain("value=\"save\"");
        assertThat(SERVER.get("nurse-1", PAGE + "?version=9").statusCode()).isEqualTo(404);
    }
}
