package health.vigil.gateway.decoding;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Value;
import health.vigil.schemas.BodyPosture;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/// An Observation of FHIR R4 as a reading. LOINC codes: blood pressure panel 85354-9 (or its predecessor 55284-4) with
/// components; glucose 41653-7, 14743-9, and the generic 2339-0, 15074-8; body weight 29463-7, 3141-9.
final class FhirObservation {

    private static final String LOINC = "http://loinc.org";

    private static final Map<String, ReadingKind> KINDS = Map.of(
            "85354-9", ReadingKind.BLOOD_PRESSURE,
            "55284-4", ReadingKind.BLOOD_PRESSURE,
            "41653-7", ReadingKind.GLUCOSE,
            "14743-9", ReadingKind.GLUCOSE,
            "2339-0", ReadingKind.GLUCOSE,
            "15074-8", ReadingKind.GLUCOSE,
            "29463-7", ReadingKind.WEIGHT,
            "3141-9", ReadingKind.WEIGHT);

    /// HL7's own extension, with SNOMED CT codes.
    private static final String BODY_POSITION = "http://hl7.org/fhir/StructureDefinition/observation-bodyPosition";

    private static final Map<String, BodyPosture> POSTURES = Map.of(
            "33586001", BodyPosture.SITTING,
            "10904000", BodyPosture.STANDING,
            "102538003", BodyPosture.LYING);

    // What FHIR has no place for.
    private static final String USER_SLOT = "urn:vigil:fhir:user-slot";
    private static final String SEQUENCE = "urn:vigil:fhir:sequence";
    private static final String MANUAL = "urn:vigil:fhir:manual";
    private static final String MEAL = "urn:vigil:fhir:meal";

    private final Observation observation;
    private final Correction correction;

    FhirObservation(Observation observation, Correction correction) {
        this.observation = observation;
        this.correction = correction;
    }

    Candidate read() throws RefusedException {
        var status = observation.getStatus();
        if (status == null) {
            throw new RefusedException(Reason.FHIR_INVALID, "status is missing.");
        }
        switch (status) {
            case FINAL, AMENDED, CORRECTED -> {}
            default ->
                throw new RefusedException(
                        Reason.NOT_FINAL, "status must be final, amended or corrected: nothing else is a result.");
        }
        var kind = codes(observation.getCode())
                .flatMap(code -> Optional.ofNullable(KINDS.get(code)).stream())
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Reason.TYPE_UNKNOWN, "code must be LOINC's of a blood pressure panel, glucose or weight."));
        return new Candidate(kind, said(), measurements(kind), details());
    }

    private static Stream<String> codes(CodeableConcept concept) {
        return concept.getCoding().stream()
                .filter(coding -> LOINC.equals(coding.getSystem()))
                .map(Coding::getCode)
                .filter(Objects::nonNull);
    }

    private SaidTime said() throws RefusedException {
        return Optional.ofNullable(observation.getEffective())
                .map(FhirObservation::text)
                .flatMap(Moments::parse)
                .orElseThrow(
                        () -> new RefusedException(
                                Reason.TIME_INVALID,
                                "effective must be a dateTime or instant with a day at least, or a period that begins with one."));
    }

    /// As it was written: what HAPI makes of a time without a zone would depend on this machine's.
    private static @Nullable String text(Type effective) {
        return switch (effective) {
            case DateTimeType time -> time.getValueAsString();
            case InstantType time -> time.getValueAsString();
            case Period period -> period.getStartElement().getValueAsString();
            default -> null;
        };
    }

    private Map<Metric, Value> measurements(ReadingKind kind) throws RefusedException {
        var measurements = new EnumMap<Metric, Value>(Metric.class);
        if (kind == ReadingKind.BLOOD_PRESSURE) {
            for (var component : observation.getComponent()) {
                var metric = metric(component.getCode());
                if (metric.isPresent() && component.hasValue()) {
                    measurements.put(metric.get(), value(metric.get(), component.getValue()));
                }
            }
            return measurements;
        }
        var metric = kind.required().getFirst();
        if (observation.hasValue()) {
            measurements.put(metric, value(metric, observation.getValue()));
        } else {
            offScale(metric).ifPresent(value -> measurements.put(metric, value));
        }
        return measurements;
    }

    private static Optional<Metric> metric(CodeableConcept code) {
        return codes(code)
                .flatMap(loinc -> Arrays.stream(Metric.values())
                        .filter(metric -> metric.loinc().equals(loinc)))
                .filter(ReadingKind.BLOOD_PRESSURE.metrics()::contains)
                .findFirst();
    }

    private Value value(Metric metric, Type said) throws RefusedException {
        if (!(said instanceof Quantity quantity) || quantity.getValue() == null) {
            throw new RefusedException(Reason.VALUE_INVALID, metric.code() + " must be a quantity.");
        }
        if (quantity.getComparator() != null) {
            return switch (quantity.getComparator()) {
                case LESS_THAN, LESS_OR_EQUAL -> Words.outOfRange(metric, metric.code(), "LO");
                case GREATER_THAN, GREATER_OR_EQUAL -> Words.outOfRange(metric, metric.code(), "HI");
                default -> throw new RefusedException(Reason.VALUE_INVALID, "The comparator is none of R4.");
            };
        }
        var code = quantity.getCode() == null ? quantity.getUnit() : quantity.getCode();
        return Words.number(
                metric, metric.code(), quantity.getValue(), Words.unit(code == null ? "" : code, correction));
    }

    /// A meter that said HI or LO has no value, and says why.
    private Optional<Value> offScale(Metric metric) {
        return observation.getInterpretation().stream()
                .flatMap(concept -> concept.getCoding().stream())
                .map(Coding::getCode)
                .filter(code -> metric.meterSaysHighOrLow() && (">".equals(code) || "<".equals(code)))
                .map(code -> (Value) (">".equals(code) ? Value.OutOfRange.HIGH : Value.OutOfRange.LOW))
                .findFirst();
    }

    private Candidate.Details details() {
        var identifier = observation.getIdentifierFirstRep().getValue();
        var slot = number(USER_SLOT);
        var sequence = number(SEQUENCE);
        return new Candidate.Details(
                slot,
                Words.meal(text(MEAL)),
                posture(),
                observation.getExtensionByUrl(MANUAL) != null
                        && !(observation.getExtensionByUrl(MANUAL).getValue() instanceof BooleanType manual
                                && Boolean.FALSE.equals(manual.getValue())),
                identifier,
                sequence == null ? null : sequence.longValue(),
                false);
    }

    private @Nullable Integer number(String url) {
        var extension = observation.getExtensionByUrl(url);
        return extension != null && extension.getValue() instanceof IntegerType number ? number.getValue() : null;
    }

    private String text(String url) {
        var extension = observation.getExtensionByUrl(url);
        var value = extension == null ? null : extension.getValue();
        var text = value == null || !value.isPrimitive() ? null : value.primitiveValue();
        return text == null ? "" : text;
    }

    private @Nullable BodyPosture posture() {
        var extension = observation.getExtensionByUrl(BODY_POSITION);
        if (extension == null || !(extension.getValue() instanceof CodeableConcept position)) {
            return null;
        }
        return position.getCoding().stream()
                .map(coding -> coding.getCode() == null ? null : POSTURES.get(coding.getCode()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
