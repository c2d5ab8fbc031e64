package health.vigil.care.fhir;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReadingStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.UUID;

/// What the stream says of a reading, as an Observation: the same as a search finds once it is stored.
///
/// @param id the Observation's
public record ToldReading(String id, String json) {

    /// Tells a patient's zone.
    @FunctionalInterface
    public interface Zones {
        ZoneId of(UUID patient);
    }

    /// Makes the Observation.
    ///
    /// @param revisedAt the record's time
    public static ToldReading of(PatientReading told, Instant revisedAt, Zones zones) {
        var reading = told.getReading();
        var numbers = new EnumMap<Metric, Double>(Metric.class);
        String outOfRange = null;
        for (var measured : reading.getMeasurements()) {
            if (measured.getValue() != null) {
                numbers.put(Metric.valueOf(measured.getMetric().name()), measured.getValue());
            } else if (measured.getOutOfRange() != null) {
                outOfRange = measured.getOutOfRange().name();
            }
        }
        var observation = Resources.observation(new StoredObservation(
                told.getPatientId(),
                reading.getId(),
                reading.getDeviceId(),
                ReadingKind.valueOf(reading.getKind().name()),
                reading.getMeasuredAt(),
                reading.getReceivedAt(),
                revisedAt,
                told.getStatus() == ReadingStatus.FINAL,
                reading.getClockSuspect(),
                outOfRange,
                numbers,
                zones.of(told.getPatientId())));
        return new ToldReading(
                observation.getIdElement().getIdPart(),
                R4.CONTEXT.newJsonParser().encodeResourceToString(observation));
    }
}
