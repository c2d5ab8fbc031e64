package health.vigil.care.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.Plans;
import health.vigil.care.samples.CareServer;
import health.vigil.care.samples.Outboxes;
import health.vigil.care.samples.SampleLife;
import health.vigil.care.samples.SampleReadings;
import health.vigil.clinical.vitals.Reading;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Routes;
import health.vigil.kit.sight.Sight;
import health.vigil.parts.OnEveryStore;
import health.vigil.parts.TestStore;
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
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Device days and time over stored readings, what is exported of them, and that nothing exported changes silently.
@OnEveryStore
class DeviceDaysIT {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final UUID PATIENT = new UUID(5, 1);
    private static final String PATH = "/api/patients/" + PATIENT;

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "vitals", "alerts");

    private static final Jdbi JDBI = DATABASE.database().jdbi();

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Plans PLANS = new Plans(JDBI, OUTBOX.outbox(), CLOCK);
    private static final Patients PATIENTS = new Patients(JDBI, PLANS, CLOCK);

    @AutoClose
    private final CareServer server = new CareServer(
            Billing.routes(new PatientsInSight(PATIENTS, new Sight(JDBI, CLOCK)), PLANS, JDBI, new Assets(), CLOCK)
                    .toArray(Routes[]::new));

    @BeforeEach
    void empty() {
        DATABASE.empty("care.patient, care.outbox, vitals.reading, alerts.patient_team, care.billing_export");
        register(PATIENT, "=Family", ZONE, Clock.offset(CLOCK, Duration.ofDays(-1000)));
    }

    private static void register(UUID id, String family, ZoneId zone, Clock clock) {
        new Patients(JDBI, new Plans(JDBI, OUTBOX.outbox(), clock), clock)
                .put(new Patient(id, family, "Given", null, zone.getId(), ""), "admin");
    }

    private JsonNode get(String path) {
        var answer = server.get("nurse-1", path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return CareServer.json(answer);
    }

    private static Reading at(LocalDate day, int hour) {
        return SampleReadings.weight(day.atTime(hour, 0).atZone(ZONE).toInstant(), 80 + hour / 10.0);
    }

    private static List<Reading> mornings(LocalDate first, int days) {
        return IntStream.range(0, days)
                .mapToObj(day -> at(first.plusDays(day), 8))
                .toList();
    }

    private static void set(Reading reading, String change) {
        JDBI.useHandle(handle ->
                handle.execute("update vitals.reading set " + change + " where reading_id = ?", reading.id()));
    }

    private JsonNode export() {
        var answer = server.change("nurse-1", "POST", "/api/billing/exports", "");
        return answer.statusCode() == 204 ? MissingNode.getInstance() : CareServer.json(answer);
    }

    private List<String> lines(JsonNode export, String file) {
        var answer = server.get(
                "nurse-1", "/api/billing/exports/" + export.path("exportId").asText() + "/" + file);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().substring(1).lines().skip(1).toList();
    }

    /// Against one look at each reading, over zones that change with the plan.
    @Test
    void countsTheDaysOfThePatientsOwnCalendar() {
        var random = new Random(3);
        var moved = NOW.minus(Duration.ofDays(12));
        for (var number = 0; number < 6; number++) {
            var id = new UUID(6, number);
            register(id, "F" + number, ZoneId.of("Pacific/Kiritimati"), Clock.offset(CLOCK, Duration.ofDays(-1000)));
            register(id, "F" + number, ZoneId.of("Pacific/Niue"), Clock.fixed(moved, ZoneOffset.UTC));
            var life = SampleLife.of(id, random, NOW.minus(Duration.ofDays(75)), NOW, 40);
            SampleReadings.insert(JDBI, id, life.readings());
            var sent = new TreeSet<LocalDate>();
            var typed = new TreeSet<LocalDate>();
            var first = new TreeSet<LocalDate>();
            for (var reading : life.readings()) {
                var zone = reading.measuredAt().isBefore(moved) ? "Pacific/Kiritimati" : "Pacific/Niue";
                var day = LocalDate.ofInstant(reading.measuredAt(), ZoneId.of(zone));
                switch (random.nextInt(8)) {
                    case 0 -> set(reading, "status = 'ENTERED_IN_ERROR'");
                    case 1 -> set(reading, "clock_suspect = true");
                    case 2, 3 -> {
                        set(reading, "manual = true");
                        typed.add(day);
                    }
                    default -> {
                        sent.add(day);
                        first.add(day);
                    }
                }
            }
            typed.removeAll(sent);
            var today = LocalDate.ofInstant(NOW, ZoneId.of("Pacific/Niue"));
            var begin = first.first();
            while (!begin.plusDays(29).isAfter(today.minusDays(1))) {
                begin = begin.plusDays(30);
            }

            var running = get("/api/patients/" + id + "/device-days").path("running");

            assertThat(running.path("firstDay").asText()).isEqualTo(begin.toString());
            assertThat(days(running.path("deviceDays")))
                    .containsExactlyElementsOf(sent.subSet(begin, true, begin.plusDays(29), true));
            assertThat(days(running.path("manualDays")))
                    .containsExactlyElementsOf(typed.subSet(begin, true, begin.plusDays(29), true));
        }
    }

    private static List<LocalDate> days(JsonNode days) {
        var all = new ArrayList<LocalDate>();
        days.forEach(day -> all.add(LocalDate.parse(day.asText())));
        return all;
    }

    @Test
    void tellsWhoIsToBeCalledFirstWhoIsToBeCalledSoonest() {
        var slow = new UUID(5, 2);
        register(slow, "Slow", ZONE, Clock.offset(CLOCK, Duration.ofDays(-1000)));
        SampleReadings.insert(JDBI, PATIENT, mornings(TODAY.minusDays(9), 9));
        SampleReadings.insert(JDBI, slow, mornings(TODAY.minusDays(14), 3));

        var team = get("/api/device-days");

        assertThat(team.path("toCall").asInt()).isEqualTo(1);
        assertThat(team.path("patients").path(0).path("patientId").asText()).isEqualTo(slow.toString());
        // Thirty days from the 9th on end on the 8th; thirteen are missing.
        assertThat(team.at("/patients/0/outlook/callBy").asText()).isEqualTo("2026-11-26");
        assertThat(team.at("/patients/1/outlook/state").asText()).isEqualTo("ON_COURSE");
        assertThat(get("/api/device-days?call=true").path("patients")).hasSize(1);
        assertThat(server.get("nurse-1", "/device-days").body()).contains("call by Thu 26 Nov 2026", "Slow, Given");
    }

    @Test
    void whatWasExportedChangesByAnAmendmentOnly() {
        var first = TODAY.minusDays(40);
        var readings = mornings(first, 16);
        SampleReadings.insert(JDBI, PATIENT, readings);
        SampleReadings.insert(JDBI, PATIENT, at(first.plusDays(20), 9));
        set(at(first.plusDays(20), 9), "manual = true");

        var original = export();

        assertThat(original.path("originals").asInt()).isOne();
        assertThat(lines(original, "statements.csv"))
                .containsExactly("%s,'=Family,Given,,device days,%s,%s,America/New_York,16,days,1,99454,1,,"
                        .formatted(PATIENT, first, first.plusDays(29)));
        assertThat(lines(original, "evidence.csv"))
                .containsExactlyElementsOf(readings.stream()
                        .map(reading -> "%s,reading,%s,1,%s,%s,"
                                .formatted(
                                        PATIENT, first, LocalDate.ofInstant(reading.measuredAt(), ZONE), reading.id()))
                        .toList());
        assertThat(export().isMissingNode()).isTrue();

        set(readings.get(3), "status = 'ENTERED_IN_ERROR'");
        var late = at(first.plusDays(5), 20);
        SampleReadings.insert(JDBI, PATIENT, late);
        assertThat(server.get("nurse-1", "/patients/" + PATIENT + "/device-days")
                        .body())
                .contains("changed since", "version 1: 16 days (and 1 typed in), 99454");
        assertThat(server.get("nurse-1", "/device-days/exports").body()).contains("1 added, 1 withdrawn");
        var amendment = export();

        assertThat(amendment.path("amendments").asInt()).isOne();
        assertThat(lines(amendment, "statements.csv"))
                .singleElement()
                .asString()
                .endsWith("15,days,1,99445,2,16,99454");
        assertThat(lines(amendment, "evidence.csv"))
                .hasSize(17)
                .contains(
                        "%s,reading,%s,2,%s,%s,withdrawn"
                                .formatted(
                                        PATIENT,
                                        first,
                                        first.plusDays(3),
                                        readings.get(3).id()),
                        "%s,reading,%s,2,%s,%s,added".formatted(PATIENT, first, first.plusDays(5), late.id()));
        assertThat(lines(original, "statements.csv")).singleElement().asString().contains(",99454,1,");
        assertThat(export().isMissingNode()).isTrue();
        assertThat(get("/api/billing/exports").path("exports")).hasSize(2);
    }

    @Test
    void periodsThatWereExportedStandWhateverComesBeforeThem() {
        SampleReadings.insert(JDBI, PATIENT, mornings(TODAY.minusDays(40), 16));
        assertThat(begin(TODAY.minusDays(42))).isEqualTo(200);
        export();

        SampleReadings.insert(JDBI, PATIENT, mornings(TODAY.minusDays(60), 5));

        assertThat(get(PATH + "/device-days").at("/closed/0/firstDay").asText())
                .isEqualTo(TODAY.minusDays(42).toString());
        assertThat(begin(TODAY.minusDays(42))).isEqualTo(200);
        assertThat(begin(TODAY.minusDays(60))).isEqualTo(409);
        assertThat(export().isMissingNode()).isTrue();
    }

    private int begin(LocalDate day) {
        return server.change("nurse-1", "PUT", PATH + "/monitoring", "{\"firstDay\":\"" + day + "\"}")
                .statusCode();
    }

    @Test
    void timeIsAddedUpByMonthAndTakenBackWithAReason() {
        var entry = log("2026-10-31", 25);
        log("2026-10-01", 20);
        log("2026-11-02", 12);
        SampleReadings.insert(JDBI, PATIENT, at(TODAY, 6));

        var october = export();

        assertThat(get(PATH + "/device-days").path("running").path("timeCodes"))
                .extracting(JsonNode::asText)
                .containsExactly("99470");
        assertThat(lines(october, "statements.csv"))
                .singleElement()
                .asString()
                .contains(",time,2026-10-01,2026-10-31,", ",45,minutes,0,99457 99458,1,");
        assertThat(withdraw(entry, "the wrong patient")).isEqualTo(204);
        assertThat(withdraw(entry, "again")).isEqualTo(404);
        assertThat(lines(export(), "statements.csv"))
                .singleElement()
                .asString()
                .endsWith(",20,minutes,0,99457,2,45,99457 99458");
        assertThat(server.get("nurse-1", "/patients/" + PATIENT + "/device-days")
                        .body())
                .contains("taken back by nurse-1: the wrong patient");
    }

    private String log(String day, int minutes) {
        var answer = server.change(
                "nurse-1",
                "POST",
                PATH + "/time",
                "{\"day\":\"%s\",\"minutes\":%d,\"activity\":\"called\"}".formatted(day, minutes));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return CareServer.json(answer).path("entryId").asText();
    }

    private int withdraw(String entry, String reason) {
        return server.change(
                        "nurse-1", "POST", PATH + "/time/" + entry + "/withdrawal", "{\"reason\":\"" + reason + "\"}")
                .statusCode();
    }

    @Test
    void aFormLogsTimeToo() {
        SampleReadings.insert(JDBI, PATIENT, at(TODAY, 6));

        var answer = server.form(
                "nurse-1",
                "/patients/" + PATIENT + "/device-days/time",
                Map.of("day", "2026-11-20", "minutes", "22", "activity", "<b>called</b>"));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(server.get("nurse-1", "/patients/" + PATIENT + "/device-days")
                        .body())
                .contains("&lt;b&gt;called&lt;/b&gt;", "22 min, 99457");
    }

    @ParameterizedTest
    @CsvSource({
        "time, '{\"minutes\":0,\"activity\":\"a\"}', minutes",
        "time, '{\"minutes\":601,\"activity\":\"a\"}', minutes",
        "time, '{\"minutes\":5}', activity",
        "time, '{\"minutes\":5,\"activity\":\" \"}', activity",
        "time, '{\"minutes\":5,\"activity\":\"a\\u0000b\"}', activity",
        "time, '{\"day\":\"2026-11-24\",\"minutes\":5,\"activity\":\"a\"}', day",
        "time, '{\"day\":\"-99999-11-24\",\"minutes\":5,\"activity\":\"a\"}', day",
        "time, '{\"day\":\"yesterday\",\"minutes\":5,\"activity\":\"a\"}', day",
    })
    void refusesWithTheNameOfWhatIsWrong(String path, String body, String field) {
        var answer = server.change("nurse-1", "POST", PATH + "/" + path, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(CareServer.json(answer).path("parameter").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/device-days?team=x, 400",
        "/api/device-days?limit=0, 400",
        "/api/device-days?offset=-1, 400",
        "/api/billing/exports?team=x, 400",
        "/api/billing/exports/00000000-0000-0000-0000-000000000000/evidence.csv, 404",
        "/api/billing/exports/x/statements.csv, 400",
        "/api/patients/x/device-days, 400",
        "/api/patients/00000000-0000-0000-0000-000000000000/device-days, 404",
    })
    void refusesWhatItDoesNotKnow(String path, int status) {
        assertThat(server.get("nurse-1", path).statusCode()).isEqualTo(status);
    }
}
