package health.vigil.care.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.Plans;
import health.vigil.care.samples.CareServer;
import health.vigil.care.samples.Outboxes;
import health.vigil.care.samples.SampleLife;
import health.vigil.care.samples.SampleReadings;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import health.vigil.kit.http.Assets;
import health.vigil.kit.sight.Sight;
import health.vigil.parts.OnEveryStore;
import health.vigil.parts.TestStore;
import health.vigil.plandocuments.PlanDocument;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The panel over stored lives, and that it is never out of date.
@OnEveryStore
class PanelRoutesIT {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final CarePlan PLAN = Template.STANDARD.in(ZONE);

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "vitals", "alerts");

    private static final Jdbi JDBI = DATABASE.database().jdbi();

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Plans PLANS = new Plans(JDBI, OUTBOX.outbox(), CLOCK);
    private static final Patients PATIENTS = new Patients(JDBI, PLANS, CLOCK);

    /// A day before, so that a plan is not new.
    private static final Patients REGISTERED = registeredAt(Clock.offset(CLOCK, Duration.ofDays(-1)));

    @AutoClose
    private final CareServer server = new CareServer(
            new PanelRoutes(new PatientsInSight(PATIENTS, new Sight(JDBI, CLOCK)), PLANS, JDBI, new Assets(), CLOCK));

    private static Patients registeredAt(Clock clock) {
        return new Patients(JDBI, new Plans(JDBI, OUTBOX.outbox(), clock), clock);
    }

    @BeforeEach
    void empty() {
        DATABASE.empty(
                "care.patient, care.outbox, vitals.reading, vitals.day_summary, vitals.patient_revision, alerts.patient_team");
    }

    private static UUID patient(int number, String family) {
        var id = new UUID(5, number);
        REGISTERED.put(new Patient(id, family, "Given", null, ZONE.getId(), ""), "admin");
        return id;
    }

    private JsonNode panel(String query) {
        var answer = search(query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return CareServer.json(answer);
    }

    private HttpResponse<String> search(String query) {
        return server.form("nurse-1", "/api/panel/search", fields(query));
    }

    private static Map<String, String> fields(String query) {
        return Pattern.compile("&")
                .splitAsStream(query)
                .filter(field -> !field.isEmpty())
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    private List<String> names(String query) {
        var names = new ArrayList<String>();
        panel(query)
                .path("patients")
                .forEach(each -> names.add(each.path("name").asText().replace("Given ", "")));
        return names;
    }

    private static List<Reading> pressures(int days, int now, int step) {
        return IntStream.range(0, days)
                .mapToObj(back -> SampleReadings.pressure(NOW.minus(Duration.ofDays(back)), now - back * step, 80))
                .toList();
    }

    @Test
    void addsUpFourWeeksAndTheFourBefore() {
        var random = new Random(8);
        for (var number = 0; number < 5; number++) {
            var life = SampleLife.of(patient(number, "F" + number), random, NOW.minus(Duration.ofDays(70)), NOW, 400);
            life.insert(JDBI, PLAN);
            var found = panel("q=f" + number).path("patients").path(0);

            var today = LocalDate.ofInstant(NOW, ZONE);
            for (var window : List.of("now", "before")) {
                var last = window.equals("now") ? today : today.minusDays(28);
                var values = life.readings().stream()
                        .filter(reading -> {
                            var day = LocalDate.ofInstant(reading.measuredAt(), ZONE);
                            return day.isAfter(last.minusDays(28)) && !day.isAfter(last);
                        })
                        .flatMap(reading -> reading.value(Metric.GLUCOSE).stream())
                        .toList();
                var figures = found.path("courses").path("GLUCOSE").path(window);
                assertThat(figures.path("count").asInt()).isEqualTo(values.size());
                assertThat(figures.path("mean").asDouble())
                        .isCloseTo(
                                values.stream()
                                        .filter(Value.Exact.class::isInstance)
                                        .mapToDouble(Value::rank)
                                        .average()
                                        .orElseThrow(),
                                within(1e-9));
                assertThat(figures.path("inRange").asInt()).isEqualTo((int) values.stream()
                        .filter(value -> value.rank() >= 70 && value.rank() <= 180)
                        .count());
            }
            var last = life.readings().stream()
                    .map(Reading::measuredAt)
                    .max(Instant::compareTo)
                    .orElseThrow();
            assertThat(Instant.parse(found.path("lastReading").asText())).isEqualTo(last);
        }
    }

    @Test
    void whatIsRevisedIsSeenAtOnceAndNothingElseIsReadAgain() {
        var id = patient(1, "F");
        new SampleLife(id, pressures(10, 120, 0)).insert(JDBI, PLAN);
        assertThat(systolicOf("f")).isEqualTo(120);

        // Behind the stream processor's back: nobody said so.
        JDBI.useHandle(handle -> handle.execute("update vitals.day_summary set mean = 150 where metric = 'systolic'"));
        assertThat(systolicOf("f")).isEqualTo(120);

        JDBI.useHandle(handle -> SampleLife.revise(handle, id));
        assertThat(systolicOf("f")).isEqualTo(150);
    }

    @Test
    @DisabledIf(value = "health.vigil.parts.StartMode#isTimescale", disabledReason = "that database has one session")
    void aTransactionThatCommitsLateIsNotPassedOver() {
        var slow = patient(1, "Slow");
        var quick = patient(2, "Quick");
        new SampleLife(slow, pressures(10, 120, 0)).insert(JDBI, PLAN);
        new SampleLife(quick, pressures(10, 120, 0)).insert(JDBI, PLAN);
        panel("");

        JDBI.useTransaction(handle -> {
            handle.execute(
                    "update vitals.day_summary set mean = 150 where patient_id = ? and metric = 'systolic'", slow);
            SampleLife.revise(handle, slow);
            // Others come and go meanwhile, and somebody looks.
            JDBI.useHandle(other -> SampleLife.revise(other, quick));
            assertThat(systolicOf("slow")).isEqualTo(120);
        });

        assertThat(systolicOf("slow")).isEqualTo(150);
    }

    private double systolicOf(String begin) {
        return panel("q=" + begin)
                .path("patients")
                .path(0)
                .path("courses")
                .path("SYSTOLIC")
                .path("now")
                .path("mean")
                .asDouble();
    }

    @Test
    void aNewPlanCountsAtOnce() {
        // From 101 to 128: leads out of the target of the standard plan.
        new SampleLife(patient(1, "F"), pressures(28, 128, 1)).insert(JDBI, PLAN);
        assertThat(names("worse=true")).containsExactly("F");

        JDBI.useHandle(handle -> handle.execute(
                """
                insert into care.plan (patient_id, version, effective_from, zone, created_by, created_at, document)
                values (?, 2, ?, ?, 'c', ?, ?)
                """,
                new UUID(5, 1),
                NOW,
                ZONE.getId(),
                NOW,
                PlanDocument.write(new CarePlan(
                        PLAN.template(), ZONE, PLAN.rules(), Map.of(), PLAN.schedules(), PLAN.lateAfter()))));

        assertThat(names("worse=true")).isEmpty();
    }

    @Test
    void showsThoseOfOnesTeamsAndNeverTheSyntheticPatient() {
        patient(1, "Ours");
        var theirs = patient(2, "Theirs");
        var nobody = patient(3, "Watchdog");
        var foreign = patient(4, "Foreign");
        JDBI.useHandle(handle -> {
            handle.execute("insert into alerts.patient_team values (?, ?, '')", theirs, new UUID(9, 9));
            handle.execute("insert into alerts.patient_team values (?, ?, '')", nobody, new UUID(0, 2));
            handle.execute("insert into alerts.patient_team values (?, ?, '')", foreign, new UUID(8, 8));
            // Of that team all are, of the other somebody else.
            for (var part : List.of("NURSE", "CLINICIAN")) {
                handle.execute(
                        "insert into alerts.team_person values (?, ?, '') on conflict do nothing",
                        new UUID(9, 9),
                        part);
            }
            handle.execute(
                    "insert into alerts.team_person values (?, 'NURSE', 'else') on conflict do nothing",
                    new UUID(8, 8));
        });

        assertThat(names("")).containsExactly("Ours", "Theirs");
        assertThat(names("team=" + new UUID(0, 1))).containsExactly("Ours");
        assertThat(names("team=" + new UUID(9, 9))).containsExactly("Theirs");
        assertThat(names("team=" + new UUID(0, 2))).isEmpty();
        assertThat(names("team=" + new UUID(8, 8))).isEmpty();
    }

    @Test
    void sortsByAnyColumnAndPages() {
        new SampleLife(patient(1, "Low"), pressures(10, 110, 0)).insert(JDBI, PLAN);
        new SampleLife(patient(2, "High"), pressures(12, 160, 0)).insert(JDBI, PLAN);
        patient(3, "None");

        assertThat(names("sort=systolic&order=desc")).containsExactly("High", "Low", "None");
        assertThat(names("sort=systolic")).containsExactly("Low", "High", "None");
        assertThat(names("sort=days&order=desc")).containsExactly("High", "Low", "None");
        assertThat(names("sort=range")).containsExactly("High", "Low", "None");
        assertThat(names("sort=name&order=desc")).containsExactly("None", "Low", "High");
        assertThat(names("sort=last&order=desc")).endsWith("None");
        assertThat(names("limit=1&offset=1")).containsExactly("Low");
        assertThat(panel("limit=1").path("found").asInt()).isEqualTo(3);
        assertThat(server.get("clinician-1", "/patients?sort=systolic&order=desc&limit=1")
                        .body())
                .contains("3 patients", "offset=1", "High, Given");
    }

    @ParameterizedTest
    @CsvSource({
        "sort=colour, sort",
        "order=up, order",
        "offset=-1, offset",
        "limit=0, limit",
        "team=us, team",
        "worse=2, worse",
        "q=%00, q"
    })
    void saysWhichParameterIsWrong(String query, String parameter) {
        var answer = search(query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(CareServer.json(answer).path("parameter").asText()).isEqualTo(parameter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/patients?q=high", "/api/panel?q=high"})
    void aNameHasNoPlaceInAnAddress(String path) {
        var answer = server.get("nurse-1", path, "Accept", "application/json");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(CareServer.json(answer).path("parameter").asText()).isEqualTo("q");
    }

    @Test
    void anyNameIsFoundAsItIs() {
        patient(1, "O'Hara & <b>Söhne</b> 100%_");
        assertThat(panel("q=" + URLEncoder.encode("o'hara & <b>", StandardCharsets.UTF_8))
                        .path("found")
                        .asInt())
                .isEqualTo(1);
        assertThat(server.get("nurse-1", "/patients").body()).doesNotContain("<b>Söhne");
        assertThat(server.get("admin-1", "/patients").statusCode()).isEqualTo(403);
    }
}
