package health.vigil.care;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import health.vigil.care.corrections.RecentReadings;
import health.vigil.care.overview.PatientPageRoutes;
import health.vigil.care.panel.PanelRoutes;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.Plans;
import health.vigil.care.samples.CareServer;
import health.vigil.care.samples.Outboxes;
import health.vigil.care.samples.SampleLife;
import health.vigil.care.trends.TrendRoutes;
import health.vigil.clinical.plans.Template;
import health.vigil.kit.access.Grant;
import health.vigil.kit.access.Scope;
import health.vigil.kit.http.Assets;
import health.vigil.kit.sight.Sight;
import health.vigil.parts.TestStore;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.tools.ToolProvider;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the OpenAPI document says, against what is really answered.
class OpenApiIT {

    private static final UUID PATIENT = new UUID(1, 1);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-05T00:00:00Z"), ZoneOffset.UTC);

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "vitals", "alerts");

    private static final Jdbi JDBI = DATABASE.database().jdbi();

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Plans PLANS = new Plans(JDBI, OUTBOX.outbox(), CLOCK);
    private static final Patients PATIENTS = new Patients(JDBI, PLANS, CLOCK);
    private static final Assets ASSETS = new Assets();

    @AutoClose
    private static final CareServer SERVER = new CareServer(
            OpenApiIT::grant,
            new OpenApiRoutes(),
            new TrendRoutes(new PatientsInSight(PATIENTS, new Sight(JDBI, CLOCK)), JDBI, CLOCK),
            new PatientPageRoutes(
                    new PatientsInSight(PATIENTS, new Sight(JDBI, CLOCK)),
                    PLANS,
                    new RecentReadings(JDBI, PLANS),
                    JDBI,
                    ASSETS,
                    CLOCK),
            new PanelRoutes(new PatientsInSight(PATIENTS, new Sight(JDBI, CLOCK)), PLANS, JDBI, ASSETS, CLOCK));

    @BeforeAll
    static void live() {
        PATIENTS.put(new Patient(PATIENT, "Family", "Given", null, "Europe/Berlin", ""), "admin");
        SampleLife.of(
                        PATIENT,
                        new Random(6),
                        Instant.parse("2026-10-01T00:00:00Z"),
                        Instant.parse("2026-11-05T00:00:00Z"),
                        300)
                .insert(JDBI, Template.STANDARD.in(ZoneId.of("Europe/Berlin")));
        JDBI.useHandle(handle -> handle.execute("""
                insert into alerts.alert (alert_id, patient_id, rule_id, severity, kind, reason, first_at, first_received,
                    first_text, worst_at, worst_text, latest_at, latest_received, latest_text, readings, late,
                    clock_suspect, revision, state, raised_at)
                select ?, ?, 'r', 'HIGH', 'glucose', 'High.', at, at, '300', at, '300', at, at, '300', 1, false, false, 1,
                    'notifying', at
                from (select timestamptz '2026-11-04 00:00Z') t (at)
                """, new UUID(2, 2), PATIENT));
    }

    private static Optional<Grant> grant(String token) {
        return Optional.of(new Grant(
                new UUID(3, 3),
                "A generated client",
                Scope.parse("patient/Observation.rs"),
                Optional.of(PATIENT),
                Optional.empty(),
                Set.of(),
                Instant.parse("2100-01-01T00:00:00Z")));
    }

    /// Compiles what the build generated from the document, together with a program that uses it, and runs that.
    @Test
    void aGeneratedClientCompilesAndWorks(@TempDir Path classes) throws Exception {
        var sources = new ArrayList<Path>(List.of(Path.of("src/test/client/Use.java")));
        try (var generated = Files.walk(Path.of("target/generated-client/src/main/java"))) {
            generated.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var output = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
            assertThat(compiler.getTask(
                                    output,
                                    files,
                                    null,
                                    List.of("-d", classes.toString(), "-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources))
                            .call())
                    .as(output.toString())
                    .isTrue();
        }

        List<?> lines;
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            var use = (Callable<?>) loader.loadClass("Use")
                    .getConstructor(String.class, String.class, UUID.class)
                    .newInstance("http://127.0.0.1:" + SERVER.port(), "token", PATIENT);
            lines = (List<?>) use.call();
        }

        var raw = CareServer.json(SERVER.get(
                        "nurse-1",
                        "/api/patients/" + PATIENT + "/trend?metric=weight&from=2026-10-01T00:00:00Z&limit=10000"))
                .path("points");
        var days = CareServer.json(SERVER.get(
                        "nurse-1",
                        "/api/patients/" + PATIENT + "/trend?metric=weight&resolution=day&from=2026-10-01T00:00:00Z"))
                .path("points");
        var expected = new ArrayList<String>();
        raw.forEach(point -> expected.add(point.path("readingId").asText() + " "
                + BigDecimal.valueOf(point.path("value").asDouble())));
        assertThat(lines.subList(0, raw.size())).isEqualTo(expected);
        assertThat(lines.get(raw.size())).isEqualTo("days " + days.size());
        assertThat(lines.get(raw.size() + 1)).isEqualTo("found 1");
        assertThat(lines.getLast()).isEqualTo("refused 400");
    }

    private static JsonNode document() {
        return CareServer.json(SERVER.get("nurse-1", "/api/openapi.json"));
    }

    private static JsonSchema schema(String name) {
        var document = document();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        SchemaLocation.of("https://vigil.example/openapi.json#/components/schemas/" + name), document);
    }

    @ParameterizedTest
    @CsvSource({
        "RawPage, /api/patients/{patient}/trend?metric=glucose&from=2026-10-01T00:00:00Z",
        "RawPage, /api/patients/{patient}/trend?metric=glucose&status=any&limit=3",
        "HourPage, /api/patients/{patient}/trend?metric=systolic&resolution=hour",
        "DayPage, /api/patients/{patient}/trend?metric=weight&resolution=day",
        "SpanPage, /api/patients/{patient}/trend?metric=glucose&resolution=week",
        "SpanPage, /api/patients/{patient}/trend?metric=glucose&resolution=month&limit=1",
        "RawPage, /api/patients/{patient}/trend?metric=pulse",
        "Overview, /api/patients/{patient}/overview",
        "Overview, /api/patients/{patient}/overview?from=2020-01-01&to=2020-01-02",
        "Happenings, /api/patients/{patient}/happenings",
        "Panel, /api/panel?sort=worse&order=desc",
        "Panel, /api/panel?worse=true&alerts=true",
        "Problem, /api/patients/{patient}/trend?metric=luck",
        "Problem, /api/patients/00000000-0000-0000-0000-000000000000/trend?metric=glucose"
    })
    void everyAnswerIsAsTheDocumentSays(String schema, String path) {
        var answer = CareServer.json(SERVER.get("clinician-1", path.replace("{patient}", PATIENT.toString())));

        assertThat(schema(schema).validate(answer)).as(answer.toPrettyString()).isEmpty();
    }

    @Test
    void theAnswersAreNotEmpty() {
        var panel = CareServer.json(SERVER.get("clinician-1", "/api/panel?alerts=true"));
        assertThat(panel.path("patients").path(0).path("openAlerts").asInt()).isEqualTo(1);
        assertThat(panel.path("patients")
                        .path(0)
                        .path("courses")
                        .path("GLUCOSE")
                        .path("now")
                        .path("count")
                        .asInt())
                .isPositive();
        assertThat(CareServer.json(SERVER.get("clinician-1", "/api/patients/" + PATIENT + "/happenings"))
                        .path("happenings"))
                .isNotEmpty();
    }

    /// Each parameter is known, and each value that the document names is taken.
    @Test
    void everyParameterIsTaken() {
        document().path("paths").properties().forEach(path -> {
            for (var parameter : path.getValue().path("get").path("parameters")) {
                for (var value : parameter.path("schema").path("enum")) {
                    var query = "?metric=glucose&" + parameter.path("name").asText() + "=" + value.asText();
                    var answer =
                            SERVER.get("clinician-1", path.getKey().replace("{patient}", PATIENT.toString()) + query);
                    assertThat(answer.statusCode()).as(query).isEqualTo(200);
                }
            }
        });
    }
}
