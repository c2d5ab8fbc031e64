package health.vigil.care.exports;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.Plans;
import health.vigil.care.samples.CareServer;
import health.vigil.care.samples.Outboxes;
import health.vigil.care.samples.SampleLife;
import health.vigil.care.samples.SampleReadings;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import health.vigil.kit.sight.Sight;
import health.vigil.parts.TestStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import org.hl7.fhir.r4.model.Observation;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportRoutesIT {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final UUID PATIENT = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);
    private static final UUID TEAM = new UUID(9, 9);

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "vitals", "alerts");

    private static final Jdbi JDBI = DATABASE.database().jdbi();

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Patients PATIENTS = new Patients(JDBI, new Plans(JDBI, OUTBOX.outbox(), CLOCK), CLOCK);

    @AutoClose
    private static final CareServer SERVER =
            new CareServer(new ExportRoutes(new PatientsInSight(PATIENTS, new Sight(JDBI, CLOCK)), JDBI, CLOCK));

    private static SampleLife life = new SampleLife(PATIENT, List.of());

    @BeforeAll
    static void live() {
        var random = new Random(2);
        PATIENTS.put(new Patient(PATIENT, "=HYPERLINK(\"http://x\")", "@Öz, \"Ğ\"", null, ZONE.getId(), ""), "admin");
        PATIENTS.put(new Patient(OTHER, "Other", "Given", null, ZONE.getId(), ""), "admin");
        var from = Instant.parse("2026-10-30T00:00:00Z");
        var to = Instant.parse("2026-11-04T00:00:00Z");
        life = SampleLife.of(PATIENT, random, from, to, 2500);
        life.insert(JDBI, Template.STANDARD.in(ZONE));
        SampleLife.of(OTHER, random, from, to, 10).insert(JDBI, Template.STANDARD.in(ZONE));
        JDBI.useHandle(handle -> {
            handle.execute("insert into alerts.patient_team values (?, ?, '')", OTHER, TEAM);
            handle.execute("insert into alerts.team_person values (?, 'CLINICIAN', 'clinician-1')", TEAM);
            handle.execute(
                    "insert into care.device values (?, '-1+1', ?, ?)",
                    SampleReadings.DEVICE,
                    new byte[32],
                    CLOCK.instant());
        });
    }

    private static List<String> lines(String query) {
        var answer = SERVER.get("clinician-1", "/api/exports/readings.csv?" + query);
        assertThat(answer.statusCode()).isEqualTo(200);
        var lines = answer.body().lines().toList();
        assertThat(answer.headers().firstValue("Vigil-Readings")).contains(Integer.toString(lines.size() - 1));
        return lines;
    }

    @Test
    void aPatientMayHaveAllThatIsKept() throws IOException {
        var answer = SERVER.download("clinician-1", "/api/patients/" + PATIENT + "/everything.zip");

        assertThat(answer.statusCode()).isEqualTo(200);
        var files = new HashMap<String, List<String>>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(
                        entry.getName(),
                        new String(zip.readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .toList());
            }
        }
        assertThat(files)
                .containsOnlyKeys(
                        "patient.csv",
                        "plans.csv",
                        "devices.csv",
                        "corrections.csv",
                        "time.csv",
                        "broken-glass.csv",
                        "alerts.csv",
                        "alert-steps.csv",
                        "who-looked-care.csv",
                        "who-looked-alerts.csv",
                        "readings.csv",
                        "observations.ndjson");
        assertThat(files.get("readings.csv")).isEqualTo(lines("patient=" + PATIENT));
        assertThat(files.get("patient.csv")).hasSize(2).last().asString().contains("'=HYPERLINK", "'@Öz");
        assertThat(files.get("plans.csv")).hasSizeGreaterThan(1);
        assertThat(SERVER.recorded()).anySatisfy(event -> assertThat(event.action())
                .isEqualTo("GET /api/patients/{patient}/everything.zip"));
    }

    @Test
    void nothingOfAPatientOfAnotherTeamIsGiven() {
        assertThat(SERVER.get("clinician-2", "/api/patients/" + OTHER + "/everything.zip")
                        .statusCode())
                .isEqualTo(404);
        assertThat(SERVER.get("clinician-2", "/api/exports/readings.csv?team=" + TEAM)
                        .body()
                        .lines())
                .hasSize(1);
    }

    private static final DateTimeFormatter TO_THE_MILLISECOND = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MILLI_OF_SECOND, 0, 3, true)
            .toFormatter(Locale.ROOT);

    @Test
    void holdsEveryReadingOnceAsItIs() {
        var lines = lines("patient=" + PATIENT);

        assertThat(lines.getFirst())
                .startsWith("\uFEFFpatient_id,family_name,given_name,kind,measured_at_utc,local_time")
                .contains("glucose_mg/dL");
        assertThat(lines).hasSize(2501);
        var byId = life.readings();
        for (var reading : byId.subList(0, 200)) {
            assertThat(lines)
                    .filteredOn(line -> line.endsWith("," + reading.id()))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line)
                                .contains(","
                                        + TO_THE_MILLISECOND.format(LocalDateTime.ofInstant(reading.measuredAt(), ZONE))
                                        + "," + ZONE + ",");
                        assertThat(line).contains(value(reading));
                    });
        }
    }

    private static String value(Reading reading) {
        var value = reading.measurements().values().iterator().next();
        return switch (value) {
            case Value.Exact _ when reading.measurements().containsKey(Metric.SYSTOLIC) -> ",blood-pressure,";
            case Value.Exact(double number) ->
                "," + (number % 1 == 0 ? Integer.toString((int) number) : Double.toString(number)) + ",";
            case Value.OutOfRange outside -> "," + outside.name() + ",";
        };
    }

    @Test
    void noFieldIsAFormula() {
        assertThat(lines("patient=" + PATIENT).get(1))
                .contains(",\"'=HYPERLINK(\"\"http://x\"\")\",\"'@Öz, \"\"Ğ\"\"\",", ",'-1+1,");
    }

    @Test
    void isOfATeamOrAPeriodToo() {
        assertThat(lines("team=" + TEAM)).hasSize(11).noneMatch(line -> line.contains(PATIENT.toString()));
        assertThat(lines("team=" + new UUID(0, 1))).hasSize(2501);
        assertThat(lines("team=" + new UUID(8, 8))).hasSize(1);
        var middle = Instant.parse("2026-11-01T06:00:00Z");
        assertThat(lines("patient=" + PATIENT + "&from=" + middle).size()
                        + lines("patient=" + PATIENT + "&to=" + middle).size())
                .isEqualTo(2502);
    }

    @Test
    void eachLineIsAnObservation() {
        var answer = SERVER.get("clinician-1", "/api/exports/observations.ndjson?patient=" + PATIENT);
        var parser = FhirContext.forR4Cached().newJsonParser();

        var lines = answer.body().lines().toList();
        assertThat(lines).hasSize(2500).doesNotHaveDuplicates();
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/fhir+ndjson");
        assertThat(parser.parseResource(Observation.class, lines.getFirst())
                        .getSubject()
                        .getReference())
                .isEqualTo("Patient/" + PATIENT);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400",
        "patient=1, 400",
        "patient=00000000-0000-0001-0000-000000000001&team=00000000-0000-0009-0000-000000000009, 400",
        "patient=00000000-0000-0001-0000-000000000099, 404",
        "team=x, 400",
        "patient=00000000-0000-0001-0000-000000000001&from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z, 400",
        "patient=00000000-0000-0001-0000-000000000001&from=soon, 400"
    })
    void refusesWhatMakesNoSense(String query, int status) {
        for (var file : List.of("readings.csv", "observations.ndjson")) {
            assertThat(SERVER.get("clinician-1", "/api/exports/" + file + "?" + query)
                            .statusCode())
                    .isEqualTo(status);
        }
        assertThat(SERVER.get("admin-1", "/api/exports/readings.csv?" + query).statusCode())
                .isEqualTo(403);
    }
}
