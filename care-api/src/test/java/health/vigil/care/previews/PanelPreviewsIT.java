package health.vigil.care.previews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.Plans;
import health.vigil.care.readings.StoredReadings;
import health.vigil.care.samples.CareServer;
import health.vigil.care.samples.Outboxes;
import health.vigil.care.samples.SampleReadings;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Reading;
import health.vigil.kit.identity.Identity;
import health.vigil.kit.sight.Sight;
import health.vigil.parts.TestStore;
import health.vigil.plandocuments.PlanDocument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PanelPreviewsIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care");

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Instant NOW = Instant.parse("2026-11-20T05:30:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Jdbi JDBI = DATABASE.database().jdbi();
    private static final Plans PLANS = new Plans(JDBI, OUTBOX.outbox(), CLOCK);
    private static final Patients PATIENTS = new Patients(JDBI, PLANS, CLOCK);
    private static final StoredReadings READINGS = new StoredReadings(JDBI);

    @AutoClose
    private static final PanelPreviews PREVIEWS = new PanelPreviews(PLANS, READINGS, CLOCK);

    @AutoClose
    private static final CareServer SERVER = new CareServer(
            new PreviewRoutes(new PatientsInSight(PATIENTS, new Sight(JDBI, CLOCK)), PLANS, READINGS, PREVIEWS, CLOCK));

    private static final CarePlan PREGNANCY = Template.PREGNANCY.in(ZoneId.of("UTC"));
    private static final String BODY = "{\"document\":" + PlanDocument.write(PREGNANCY) + "}";

    @BeforeEach
    void empty() {
        DATABASE.empty("care.patient, care.outbox, vitals.reading");
    }

    private static UUID patient(int number) {
        var id = new UUID(3, number);
        PATIENTS.put(new Patient(id, "F" + number, "G", null, "Europe/Berlin", ""), "admin");
        return id;
    }

    private static List<UUID> everybody() {
        return PATIENTS.all().stream().map(Patient::patientId).toList();
    }

    /// So many days, each with a pressure that only the plan for pregnancy finds too high.
    private static List<Reading> days(int days) {
        var readings = new ArrayList<Reading>();
        for (var day = 1; day <= days; day++) {
            var at = NOW.minus(Duration.ofDays(day));
            readings.add(SampleReadings.pressure(at, 120, 80));
            readings.add(SampleReadings.pressure(at.plusSeconds(7200), 145, 92));
        }
        return readings;
    }

    private static PanelPreview.Snapshot finished(UUID id, String owner) {
        return await().until(() -> PREVIEWS.find(id, owner).orElseThrow().snapshot(), each -> !each.goesOn());
    }

    @Test
    void countsTheAlertsOfAllPatientsAsEachPreviewDoes() {
        for (var number = 0; number < 130; number++) {
            SampleReadings.insert(JDBI, patient(number), days(number % 3));
        }
        var from = NOW.minus(Duration.ofDays(90));
        var expected = new Tally();
        PLANS.histories(List.of(new UUID(3, 2)))
                .forEach((patient, stored) -> expected.add(
                        Preview.of(patient, stored, PREGNANCY.in(ZoneId.of("Europe/Berlin")), days(2), from, NOW)));

        var started = PREVIEWS.start("carla", everybody(), PREGNANCY, 90).orElseThrow();
        var result = finished(started.id(), "carla");

        assertThat(result.state()).isEqualTo(PanelPreview.State.DONE);
        assertThat(result.patients()).isEqualTo(new PanelPreview.Patients(130, 130));
        // 43 patients have one such day and 43 have two.
        assertThat(result.alerts().then()).isEqualTo(43 * 3).isEqualTo(43 * expected.then() * 3 / 2);
        assertThat(result.alerts().now()).isZero();
        assertThat(result.rules()).singleElement().satisfies(count -> assertThat(count.rule())
                .isEqualTo("blood-pressure-high"));
        assertThat(result.largest()).hasSize(10).allSatisfy(each -> assertThat(each.then())
                .isEqualTo(2));
    }

    @Test
    void tellsOnlyWhoStartedItOfItsProgressAndEnd() {
        SampleReadings.insert(JDBI, patient(1), days(3));

        var started = SERVER.change("clinician-1", "POST", "/api/plan-previews", BODY);

        assertThat(started.statusCode()).isEqualTo(202);
        var id = UUID.fromString(CareServer.json(started).path("id").asText());
        finished(id, "clinician-1");
        var answer = CareServer.json(SERVER.get("clinician-1", "/api/plan-previews/" + id));
        assertThat(answer.path("state").asText()).isEqualTo("DONE");
        assertThat(answer.at("/patients/done").asInt()).isEqualTo(1);
        assertThat(answer.at("/alerts/then").asInt()).isEqualTo(3);
        assertThat(answer.has("goesOn")).isFalse();
        assertThat(SERVER.get("clinician-2", "/api/plan-previews/" + id).statusCode())
                .isEqualTo(404);
        assertThat(SERVER.get("nurse-1", "/api/plan-previews/" + id).statusCode())
                .isEqualTo(403);
    }

    @Test
    void stopsWhenItIsCancelledAndCountsNoMore() {
        for (var number = 0; number < 5; number++) {
            patient(number);
        }
        var preview = new PanelPreview("carla", PREGNANCY, 90, NOW, 5);
        preview.add(new UUID(3, 0), new Preview(List.of(), List.of()));

        preview.cancel();
        preview.add(new UUID(3, 1), new Preview(List.of(), List.of()));

        assertThat(preview.snapshot().state()).isEqualTo(PanelPreview.State.CANCELLED);
        assertThat(preview.snapshot().patients()).isEqualTo(new PanelPreview.Patients(5, 1));
    }

    @Test
    void cancelsByTheApi() {
        var id = CareServer.json(SERVER.change("clinician-1", "POST", "/api/plan-previews", BODY))
                .path("id")
                .asText();

        assertThat(SERVER.change("clinician-1", "DELETE", "/api/plan-previews/" + id, "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(SERVER.change("clinician-2", "DELETE", "/api/plan-previews/" + id, "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void showsAPreviewOfOnePatientAndRefusesOneThatMakesNoSense() {
        var id = patient(1);
        SampleReadings.insert(JDBI, id, days(3));
        var path = "/patients/" + id + "/plan/preview";
        var document = PlanDocument.write(PREGNANCY);

        var shown = SERVER.form("clinician-1", path, Map.of("document", document));
        var refused = SERVER.form("clinician-1", path, Map.of("document", document, "/zone", "Nowhere"));

        assertThat(shown.body()).contains("<strong>3</strong> alerts; now it was <strong>0</strong>");
        assertThat(refused.statusCode()).isEqualTo(200);
        assertThat(refused.body()).contains("nothing to preview", "/zone");
    }

    /// Prints a figure and asserts none: machines differ.
    @Test
    void previewsTwoHundredPatientsWithNinetyDays() {
        JDBI.useHandle(handle -> {
            handle.execute("""
                    insert into care.patient (patient_id, identity, zone, created_at)
                    select gen_random_uuid(), ?, 'Europe/Berlin', now() from generate_series(1, 200)
                    """, new Identity("F", "G", null, ""));
            handle.execute("""
                    insert into care.plan (patient_id, version, effective_from, zone, created_by, created_at)
                    select patient_id, 1, timestamptz '2026-01-01', zone, 'admin', now() from care.patient
                    """);
            handle.execute("""
                    insert into vitals.reading (patient_id, kind, measured_at, reading_id, device_id, received_at,
                        status, clock_suspect, origin, systolic, diastolic, pulse)
                    select patient_id, 'blood-pressure', at, gen_random_uuid(), patient_id, at, 'FINAL', false, 'JSON',
                        round(135 + 12 * sqrt(-2 * ln(1 - random())) * cos(6.283 * random())),
                        round(82 + 8 * sqrt(-2 * ln(1 - random())) * cos(6.283 * random())), 70
                    from care.patient, generate_series(:now - interval '90 days', :now - interval '8 hours',
                        interval '8 hours') at
                    """.replace(":now", "timestamptz '2026-11-20T05:30:00Z'"));
            handle.execute("analyze vitals.reading");
        });

        for (var run : List.of("first, of cold code", "again")) {
            var begin = System.nanoTime();
            var started = PREVIEWS.start("carla", everybody(), Template.HYPERTENSION.in(ZoneId.of("UTC")), 90)
                    .orElseThrow();
            var result = await().atMost(Duration.ofMinutes(2))
                    .until(
                            () -> PREVIEWS.find(started.id(), "carla")
                                    .orElseThrow()
                                    .snapshot(),
                            each -> !each.goesOn());

            assertThat(result.patients().done()).isEqualTo(200);
            System.out.printf(
                    "PREVIEW of 200 patients, 90 days, 3 readings a day, %s: %.1f s; %d alerts now, %d then%n",
                    run,
                    (System.nanoTime() - begin) / 1e9,
                    result.alerts().now(),
                    result.alerts().then());
        }
    }
}
