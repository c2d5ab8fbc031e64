package health.vigil.care.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.SimpleRequestHeaderInterceptor;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
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
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.kit.http.Gate;
import health.vigil.kit.sight.Sight;
import health.vigil.parts.OnEveryStore;
import health.vigil.parts.TestStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Quantity;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The FHIR server, asked by HAPI's own client and by hand.
@OnEveryStore
class FhirIT {

    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final UUID PATIENT = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "vitals");

    private static final Jdbi JDBI = DATABASE.database().jdbi();

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Patients PATIENTS = new Patients(JDBI, new Plans(JDBI, OUTBOX.outbox(), CLOCK), CLOCK);

    @AutoClose
    private static final CareServer SERVER =
            new CareServer(new FhirRoutes(new PatientsInSight(PATIENTS, new Sight(JDBI, CLOCK)), JDBI));

    private static final List<Reading> READINGS = new ArrayList<>();
    private static final Set<UUID> IN_ERROR = new HashSet<>();

    @BeforeAll
    static void live() {
        var random = new Random(4);
        for (var id : List.of(PATIENT, OTHER)) {
            PATIENTS.put(
                    new Patient(
                            id,
                            "Family",
                            "Given" + id.getLeastSignificantBits(),
                            LocalDate.of(1950, 2, 28),
                            ZONE.getId(),
                            "+4930123456"),
                    "admin");
            // With the night when the clocks of the patient's zone are put back.
            var life = SampleLife.of(
                    id, random, Instant.parse("2026-10-25T00:00:00Z"), Instant.parse("2026-11-05T00:00:00Z"), 120);
            life.insert(JDBI, Template.STANDARD.in(ZONE));
            if (id.equals(PATIENT)) {
                READINGS.addAll(life.readings());
            }
        }
        JDBI.useHandle(handle -> {
            handle.execute(
                    "insert into care.device values (?, 'Hub 7', ?, ?)",
                    SampleReadings.DEVICE,
                    new byte[32],
                    CLOCK.instant());
            handle.execute(
                    "insert into care.assignment values (?, ?, null, ?, ?, null)",
                    new UUID(7, 7),
                    SampleReadings.DEVICE,
                    PATIENT,
                    CLOCK.instant());
            for (var reading : READINGS.subList(0, 20)) {
                IN_ERROR.add(reading.id());
                handle.execute(
                        "update vitals.reading set status = 'ENTERED_IN_ERROR', revised_at = ? where reading_id = ?",
                        Instant.parse("2026-11-20T12:00:00Z"),
                        reading.id());
            }
        });
    }

    private static IGenericClient client() {
        CONTEXT.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        var client = CONTEXT.newRestfulGenericClient("http://127.0.0.1:" + SERVER.port() + "/fhir");
        client.registerInterceptor(new SimpleRequestHeaderInterceptor("Cookie", Gate.COOKIE + "=clinician-1"));
        return client;
    }

    private static String id(Reading reading) {
        return new ObservationId(PATIENT, reading.id()).toString();
    }

    /// All pages of a search.
    private static List<String> search(String query) {
        var client = client();
        var ids = new ArrayList<String>();
        var bundle = client.search()
                .byUrl("Observation?patient=" + PATIENT + query)
                .returnBundle(Bundle.class)
                .execute();
        while (true) {
            bundle.getEntry().stream()
                    .map(Bundle.BundleEntryComponent::getResource)
                    .filter(Observation.class::isInstance)
                    .forEach(each -> ids.add(each.getIdElement().getIdPart()));
            if (bundle.getLink("next") == null) {
                return ids;
            }
            bundle = client.loadPage().next(bundle).execute();
        }
    }

    private static List<String> expected(Predicate<Reading> matching) {
        return READINGS.stream()
                .filter(matching)
                .sorted(Comparator.comparing(Reading::measuredAt)
                        .thenComparing(Reading::id, FhirIT::unsigned)
                        .reversed())
                .map(FhirIT::id)
                .toList();
    }

    /// As PostgreSQL orders them.
    private static int unsigned(UUID one, UUID other) {
        return one.toString().compareTo(other.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static LocalDate day(Reading reading) {
        return LocalDate.ofInstant(reading.measuredAt(), ZONE);
    }

    private static double systolic(Reading reading) {
        return reading.measurements().get(Metric.SYSTOLIC) instanceof Value.Exact(double number) ? number : Double.NaN;
    }

    @Test
    void saysWhatItCanDo() {
        var statement =
                client().capabilities().ofType(CapabilityStatement.class).execute();

        assertThat(statement.getRestFirstRep().getResource())
                .extracting(CapabilityStatement.CapabilityStatementRestResourceComponent::getType)
                .contains("Patient", "Device", "Observation");
        // Nobody needs to sign in for that.
        assertThat(SERVER.get("admin-1", "/fhir/metadata").statusCode()).isEqualTo(200);
    }

    @Test
    void readsEachResource() {
        var client = client();
        var reading = READINGS.get(30);

        var observation =
                client.read().resource(Observation.class).withId(id(reading)).execute();

        assertThat(observation.getEffectiveDateTimeType().getValue().toInstant())
                .isEqualTo(reading.measuredAt());
        assertThat(observation.getSubject().getReference()).isEqualTo("Patient/" + PATIENT);
        var patient = client.read()
                .resource(org.hl7.fhir.r4.model.Patient.class)
                .withId(PATIENT.toString())
                .execute();
        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("Family");
        var device = client.read()
                .resource(Device.class)
                .withId(observation.getDevice().getReferenceElement().getIdPart())
                .execute();
        assertThat(device.getDeviceNameFirstRep().getName()).isEqualTo("Hub 7");
        assertThatThrownBy(() -> client.read()
                        .resource(Observation.class)
                        .withId("nothing")
                        .execute())
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void tellsValuesAsTheyAre() {
        for (var reading : READINGS) {
            var observation = Resources.observation(new Observations(JDBI)
                    .find(new ObservationId(PATIENT, reading.id()))
                    .orElseThrow());
            assertThat(observation.getStatus())
                    .isEqualTo(
                            IN_ERROR.contains(reading.id())
                                    ? Observation.ObservationStatus.ENTEREDINERROR
                                    : Observation.ObservationStatus.FINAL);
            if (reading.kind() == ReadingKind.BLOOD_PRESSURE) {
                assertThat(observation.getComponentFirstRep().getValue())
                        .isInstanceOfSatisfying(Quantity.class, quantity -> assertThat(
                                        quantity.getValue().doubleValue())
                                .isEqualTo(systolic(reading)));
            } else if (reading.measurements().values().iterator().next() instanceof Value.OutOfRange outside) {
                assertThat(observation.hasValue()).isFalse();
                assertThat(observation.getDataAbsentReason().getText()).contains(outside.display());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50, 1000})
    void pagesThroughAllWithoutGapOrRepetition(int count) {
        assertThat(search("&_count=" + count)).isEqualTo(expected(_ -> true));
        assertThat(search("&_sort=date&_count=" + count))
                .isEqualTo(expected(_ -> true).reversed());
    }

    @Test
    void searchesByCodeCategoryAndStatus() {
        var pressure = expected(reading -> reading.kind() == ReadingKind.BLOOD_PRESSURE);
        var glucose = expected(reading -> reading.kind() == ReadingKind.GLUCOSE);
        assertThat(search("&code=85354-9")).isEqualTo(pressure);
        assertThat(search("&code=" + encoded("http://loinc.org|41653-7"))).isEqualTo(glucose);
        assertThat(search("&code=" + encoded("http://snomed.info/sct|41653-7"))).isEmpty();
        assertThat(search("&code=8480-6")).isEmpty();
        assertThat(search("&combo-code=8480-6")).isEqualTo(pressure);
        assertThat(search("&code=85354-9,29463-7"))
                .isEqualTo(expected(reading -> reading.kind() != ReadingKind.GLUCOSE))
                .isEqualTo(search("&category=vital-signs"));
        assertThat(search("&category=laboratory")).isEqualTo(glucose);
        assertThat(search("&status=entered-in-error")).isEqualTo(expected(reading -> IN_ERROR.contains(reading.id())));
        assertThat(search("&status=final&code=41653-7"))
                .isEqualTo(
                        expected(reading -> reading.kind() == ReadingKind.GLUCOSE && !IN_ERROR.contains(reading.id())));
        assertThat(search("&status=preliminary")).isEmpty();
        assertThat(search("&_id=" + id(READINGS.get(3)) + "," + id(READINGS.get(5))))
                .hasSize(2);
        assertThat(search("&subject=" + OTHER)).isEmpty();
        assertThat(search("&subject=Patient/" + PATIENT)).isEqualTo(expected(_ -> true));
    }

    @Test
    void aDateIsTheDayOfThePatient() {
        var day = LocalDate.of(2026, 11, 1);
        assertThat(search("&date=2026-11-01"))
                .isEqualTo(expected(reading -> day(reading).equals(day)));
        assertThat(search("&date=ne2026-11-01"))
                .isEqualTo(expected(reading -> !day(reading).equals(day)));
        assertThat(search("&date=gt2026-11-01"))
                .isEqualTo(search("&date=sa2026-11-01"))
                .isEqualTo(expected(reading -> day(reading).isAfter(day)));
        assertThat(search("&date=lt2026-11-01"))
                .isEqualTo(search("&date=eb2026-11-01"))
                .isEqualTo(expected(reading -> day(reading).isBefore(day)));
        assertThat(search("&date=ge2026-10-30&date=le2026-11-01"))
                .isEqualTo(expected(reading -> !day(reading).isBefore(LocalDate.of(2026, 10, 30))
                        && !day(reading).isAfter(day)));
        assertThat(search("&date=2026-10"))
                .isEqualTo(expected(reading -> day(reading).getMonthValue() == 10));
        assertThat(search("&date=2026")).isEqualTo(expected(_ -> true));
        assertThat(search("&date=ge2026-11-01T05:30:00Z"))
                .isEqualTo(expected(reading -> !reading.measuredAt().isBefore(Instant.parse("2026-11-01T05:30:00Z"))));
        assertThat(search("&_lastUpdated=gt2026-11-19"))
                .isEqualTo(expected(reading -> IN_ERROR.contains(reading.id())));
    }

    @Test
    void aValueIsComparedWithinItsComponent() {
        assertThat(search("&component-code-value-quantity=" + encoded("8480-6$gt150")))
                .isEqualTo(expected(reading -> systolic(reading) > 150))
                .isNotEmpty();
        assertThat(search("&component-code-value-quantity="
                        + encoded("http://loinc.org|8480-6$le150|http://unitsofmeasure.org|mm[Hg]")))
                .isEqualTo(expected(reading -> systolic(reading) <= 150));
        assertThat(search("&component-code-value-quantity=" + encoded("8480-6$ge20||kPa")))
                .isEqualTo(expected(reading -> systolic(reading) >= 150));
        assertThat(search("&component-code-value-quantity=" + encoded("8480-6$150")))
                .isEqualTo(expected(reading -> systolic(reading) == 150));
        assertThat(search("&component-code-value-quantity=" + encoded("8480-6$gt100||kg")))
                .isEmpty();
        assertThat(search("&component-code-value-quantity=" + encoded("41653-7$gt100")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8480-6$1e999999999", "8480-6$ne-1e9999999", "8480-6$ap1e-999999999", "8480-6$gt1e9999999||kPa"})
    void aNumberThatCannotBeReckonedWithIsRefused(String value) {
        var answer = SERVER.get(
                "nurse-1", "/fhir/Observation?patient=" + PATIENT + "&component-code-value-quantity=" + encoded(value));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("30 digits");
    }

    @Test
    void includesPatientAndDevice() {
        var bundle = client().search()
                .byUrl("Observation?patient=" + PATIENT
                        + "&_count=2&_include=Observation:patient&_include=Observation:device")
                .returnBundle(Bundle.class)
                .execute();

        assertThat(bundle.getEntry())
                .extracting(
                        entry -> entry.getResource().fhirType(),
                        entry -> entry.getSearch().getMode().toCode())
                .containsExactly(
                        tuple("Observation", "match"),
                        tuple("Observation", "match"),
                        tuple("Patient", "include"),
                        tuple("Device", "include"));
        assertThat(bundle.getIdElement().getIdPart()).matches("[A-Za-z0-9\\-.]{1,64}");
    }

    @Test
    void theLastOfEachCodeLeavesOutErrors() {
        var bundle = CONTEXT.newJsonParser()
                .parseResource(
                        Bundle.class,
                        SERVER.get(
                                        "clinician-1",
                                        "/fhir/Observation/$lastn?patient=" + PATIENT
                                                + "&category=vital-signs,laboratory&max=3")
                                .body());

        var latest = new ArrayList<String>();
        for (var kind : ReadingKind.values()) {
            expected(reading -> reading.kind() == kind && !IN_ERROR.contains(reading.id())).stream()
                    .limit(3)
                    .forEach(latest::add);
        }
        assertThat(bundle.getEntry())
                .extracting(entry -> entry.getResource().getIdElement().getIdPart())
                .containsExactlyElementsOf(latest);
    }

    @Test
    void findsPatientsAndDevices() {
        var client = client();
        assertThat(client.search()
                        .byUrl("Patient?name=given1")
                        .returnBundle(Bundle.class)
                        .execute()
                        .getEntry())
                .hasSize(1);
        assertThat(client.search()
                        .byUrl("Patient?_id=" + OTHER)
                        .returnBundle(Bundle.class)
                        .execute()
                        .getEntry())
                .hasSize(1);
        assertThat(client.search()
                        .byUrl("Device?patient=" + PATIENT)
                        .returnBundle(Bundle.class)
                        .execute()
                        .getEntry())
                .hasSize(1);
        assertThat(client.search()
                        .byUrl("Device?patient=" + OTHER)
                        .returnBundle(Bundle.class)
                        .execute()
                        .getEntry())
                .isEmpty();
        assertThatThrownBy(() -> client.search()
                        .byUrl("Patient?birthdate=1950")
                        .returnBundle(Bundle.class)
                        .execute())
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void whoIsFoundByIdMustHaveTheNameToo() {
        for (var begin : new String[] {"given2", "given1"}) {
            assertThat(client().search()
                            .byUrl("Patient?_id=" + OTHER + "&name=" + begin)
                            .returnBundle(Bundle.class)
                            .execute()
                            .getEntry())
                    .hasSize(begin.equals("given2") ? 1 : 0);
        }
    }

    @Test
    void speaksXmlToo() {
        assertThat(SERVER.get("clinician-1", "/fhir/Patient/" + PATIENT + "?_format=xml")
                        .body())
                .startsWith("<Patient");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, admin-1, /fhir/Patient/00000000-0000-0001-0000-000000000001, 403",
        "GET, clinician-1, /fhir/Patient/x, 404",
        "GET, clinician-1, /fhir/Nothing, 404",
        "GET, clinician-1, /fhir/Observation, 400",
        "GET, clinician-1, /fhir/Observation?patient=1&colour=red, 400",
        "GET, clinician-1, /fhir/Observation?patient=1&date=tomorrow, 400",
        "GET, clinician-1, /fhir/Observation?patient=1&date=ap2026, 400",
        "GET, clinician-1, /fhir/Observation?patient=1&_sort=code, 400",
        "GET, clinician-1, /fhir/Observation?patient=1&code:text=glucose, 400",
        "GET, clinician-1, /fhir/Observation?patient.name=x, 400",
        "GET, clinician-1, /fhir?_getpages=x&_pageId=y, 410",
        "GET, clinician-1, /fhir/Observation/$lastn?patient=1, 400",
        "POST, clinician-1, /fhir/Observation, 400",
        "DELETE, clinician-1, /fhir/Patient/00000000-0000-0001-0000-000000000001, 400"
    })
    void everyErrorIsAnOperationOutcome(String method, String who, String path, int status) {
        var answer = method.equals("GET") ? SERVER.get(who, path) : SERVER.change(who, method, path, "{}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(CONTEXT.newJsonParser().parseResource(answer.body())).isInstanceOf(OperationOutcome.class);
    }

    @Test
    void neverFailsAndNeverTellsOfAnother() {
        var random = new Random(9);
        var values = List.of(
                "",
                "x",
                "2026",
                "2026-02-30",
                "gt2026-11-01",
                "ge9999",
                "0000",
                "-5",
                "8480-6$",
                "8480-6$gtx",
                "8480-6$1e400",
                "$",
                "a|b|c",
                "85354-9",
                "vital-signs",
                "final",
                "\u0000",
                "'",
                "%",
                "Observation:device",
                "*",
                "date",
                "-date",
                "00000000-0000-0001-0000-000000000001",
                "Patient/1",
                "Group/1",
                "8480-6$1e9999999",
                "1".repeat(3000));
        var names = List.of(
                "subject",
                "code",
                "category",
                "date",
                "status",
                "component-code-value-quantity",
                "_lastUpdated",
                "_count",
                "_sort",
                "_id",
                "_include",
                "_format",
                "combo-code",
                "_getpages",
                "_pageId",
                "_summary",
                "_elements");
        for (var attempt = 0; attempt < 400; attempt++) {
            var query = new StringBuilder();
            for (var name : names) {
                if (random.nextInt(6) == 0) {
                    query.append('&')
                            .append(name)
                            .append('=')
                            .append(encoded(values.get(random.nextInt(values.size()))));
                }
            }
            var path = (random.nextInt(5) == 0 ? "/fhir/Observation/$lastn" : "/fhir/Observation") + "?patient="
                    + PATIENT + query;
            var answer = SERVER.get("nurse-1", path);
            assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isLessThan(500);
            assertThat(answer.body()).doesNotContain(OTHER.toString());
        }
    }
}
