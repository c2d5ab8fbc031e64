package health.vigil.care.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import health.vigil.care.patients.Patient;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Observation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every resource against the R4 profiles, by HAPI's own validator.
class ResourcesTest {

    private static final List<ReadingKind> KINDS = List.of(ReadingKind.values());
    private static final List<String> ZONES =
            List.of("Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC");
    private static final FhirValidator VALIDATOR = validator();

    private static FhirValidator validator() {
        var context = FhirContext.forR4Cached();
        var support = new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context));
        return context.newValidator().registerValidatorModule(new FhirInstanceValidator(support));
    }

    private static List<String> faults(IBaseResource resource) {
        return VALIDATOR.validateWithResult(resource).getMessages().stream()
                .filter(message -> message.getSeverity() == ResultSeverityEnum.ERROR
                        || message.getSeverity() == ResultSeverityEnum.FATAL)
                .map(message -> message.getLocationString() + ": " + message.getMessage())
                .toList();
    }

    private static StoredObservation observation(Random random) {
        var kind = KINDS.get(random.nextInt(KINDS.size()));
        var numbers = new EnumMap<Metric, Double>(Metric.class);
        String outOfRange = null;
        switch (kind) {
            case BLOOD_PRESSURE -> {
                numbers.put(Metric.SYSTOLIC, (double) random.nextInt(50, 301));
                numbers.put(Metric.DIASTOLIC, (double) random.nextInt(20, 201));
                if (random.nextBoolean()) {
                    numbers.put(Metric.PULSE, (double) random.nextInt(20, 251));
                }
                if (random.nextBoolean()) {
                    numbers.put(Metric.MEAN_ARTERIAL_PRESSURE, (double) random.nextInt(20, 301));
                }
            }
            case GLUCOSE -> {
                if (random.nextInt(5) == 0) {
                    outOfRange = random.nextBoolean() ? "HIGH" : "LOW";
                } else {
                    numbers.put(Metric.GLUCOSE, (double) random.nextInt(10, 601));
                }
            }
            case WEIGHT -> numbers.put(Metric.WEIGHT, random.nextInt(200, 40_000) / 100.0);
        }
        return stored(random, kind, numbers, outOfRange);
    }

    private static StoredObservation stored(
            Random random, ReadingKind kind, EnumMap<Metric, Double> numbers, @Nullable String outOfRange) {
        var at = Instant.ofEpochMilli(random.nextLong(0, 2_000_000_000_000L));
        return new StoredObservation(
                new UUID(random.nextLong(), random.nextLong()),
                new UUID(random.nextLong(), random.nextLong()),
                new UUID(random.nextLong(), random.nextLong()),
                kind,
                at,
                at.plusSeconds(random.nextInt(100_000)),
                at.plusSeconds(random.nextInt(100_000, 200_000)),
                random.nextInt(8) != 0,
                random.nextInt(8) == 0,
                outOfRange,
                numbers,
                ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
    }

    @Test
    void generatedReadingsKeepTheVitalSignsProfiles() {
        var random = new Random(3);
        var observations = random.ints(300)
                .mapToObj(_ -> Resources.observation(observation(random)))
                .toList();

        assertThat(observations).allSatisfy(each -> assertThat(faults(each)).isEmpty());
        // The validator does look: without its code a blood pressure is none.
        var wrong = observations.stream()
                .filter(Observation::hasComponent)
                .findFirst()
                .orElseThrow()
                .copy();
        wrong.getComponentFirstRep().getCode().getCodingFirstRep().setCode("8867-4");
        assertThat(faults(wrong)).isNotEmpty();
    }

    @Test
    void patientsAndDevicesAreValidToo() {
        var id = new UUID(1, 2);

        assertThat(faults(Resources.patient(
                        new Patient(id, "O'Hara", "Grace", LocalDate.of(1950, 2, 28), "UTC", "+4930123456"))))
                .isEmpty();
        assertThat(faults(Resources.device(id, "Cuff 7", Instant.parse("2026-01-01T00:00:00Z"))))
                .isEmpty();
    }

    @Test
    void anIdLeadsBackToPatientAndReading() {
        var random = new Random(1);
        for (var attempt = 0; attempt < 1000; attempt++) {
            var id = new ObservationId(
                    new UUID(random.nextLong(), random.nextLong()), new UUID(random.nextLong(), random.nextLong()));
            assertThat(id.toString()).matches("[A-Za-z0-9\\-.]{1,64}");
            assertThat(ObservationId.parse(id.toString())).contains(id);
        }
        assertThat(ObservationId.parse("x")).isEmpty();
    }
}
