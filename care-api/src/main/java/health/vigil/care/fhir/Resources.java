package health.vigil.care.fhir;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import health.vigil.care.patients.Patient;
import health.vigil.clinical.vitals.Metric;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;

/// Makes FHIR resources of what is stored.
///
/// Blood pressure and weight keep the R4 vital-signs profiles (`bp`, `bodyweight`); glucose is not in them and is
/// `laboratory`. Pulse is a component of the blood pressure that it was measured with.
final class Resources {

    static final String LOINC = "http://loinc.org";
    static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";
    static final String VITAL_SIGNS = "vital-signs";
    static final String LABORATORY = "laboratory";
    static final String BLOOD_PRESSURE_PANEL = "85354-9";

    private static final String UCUM = "http://unitsofmeasure.org";
    private static final String ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    private static final String INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
    private static final String PROFILE = "http://hl7.org/fhir/StructureDefinition/";
    private static final List<Metric> COMPONENTS =
            List.of(Metric.SYSTOLIC, Metric.DIASTOLIC, Metric.MEAN_ARTERIAL_PRESSURE, Metric.PULSE);

    private Resources() {}

    static Observation observation(StoredObservation stored) {
        var observation = new Observation();
        observation.setId(new ObservationId(stored.patientId(), stored.readingId()).toString());
        observation.setMeta(new Meta().setLastUpdated(Date.from(stored.revisedAt())));
        observation.setStatus(stored.isFinal() ? ObservationStatus.FINAL : ObservationStatus.ENTEREDINERROR);
        observation.setSubject(new Reference("Patient/" + stored.patientId()));
        observation.setDevice(new Reference("Device/" + stored.deviceId()));
        observation.setEffective(effective(stored));
        observation.setIssued(Date.from(stored.receivedAt()));
        if (stored.clockSuspect()) {
            observation.addNote().setText("The clock of the device was wrong: the time is not to be trusted.");
        }
        switch (stored.kind()) {
            case BLOOD_PRESSURE -> bloodPressure(observation, stored);
            case GLUCOSE -> glucose(observation, stored);
            case WEIGHT -> weight(observation, stored);
        }
        return observation;
    }

    /// In the patient's zone, so that the day is the patient's day.
    private static DateTimeType effective(StoredObservation stored) {
        var at = stored.measuredAt();
        return new DateTimeType(
                Date.from(at),
                TemporalPrecisionEnum.MILLI,
                TimeZone.getTimeZone(ZoneOffset.ofTotalSeconds(
                        wholeMinutes(stored.zone().getRules().getOffset(at).getTotalSeconds()))));
    }

    /// FHIR's offsets have no seconds; only zones of long ago have.
    private static int wholeMinutes(int seconds) {
        return seconds / 60 * 60;
    }

    private static void bloodPressure(Observation observation, StoredObservation stored) {
        observation.getMeta().addProfile(PROFILE + "bp");
        observation.addCategory(category(VITAL_SIGNS, "Vital Signs"));
        observation.setCode(loinc(BLOOD_PRESSURE_PANEL, "Blood pressure panel with all children optional"));
        for (var metric : COMPONENTS) {
            var number = stored.numbers().get(metric);
            if (number != null) {
                observation.addComponent().setCode(loinc(metric)).setValue(quantity(metric, number));
            }
        }
    }

    private static void weight(Observation observation, StoredObservation stored) {
        observation.getMeta().addProfile(PROFILE + "bodyweight");
        observation.addCategory(category(VITAL_SIGNS, "Vital Signs"));
        value(observation, Metric.WEIGHT, stored);
    }

    private static void glucose(Observation observation, StoredObservation stored) {
        observation.addCategory(category(LABORATORY, "Laboratory"));
        value(observation, Metric.GLUCOSE, stored);
    }

    /// HI and LO have no number, and none is invented: off scale, and why there is no value.
    private static void value(Observation observation, Metric metric, StoredObservation stored) {
        observation.setCode(loinc(metric));
        var number = stored.numbers().get(metric);
        if (number != null) {
            observation.setValue(quantity(metric, number));
        } else if (stored.outOfRange() != null) {
            var isHigh = stored.outOfRange().equals("HIGH");
            observation.setDataAbsentReason(
                    new CodeableConcept(new Coding(ABSENT, "not-a-number", "Not a Number (NaN)"))
                            .setText("The meter said " + (isHigh ? "HI" : "LO") + "."));
            observation.addInterpretation(new CodeableConcept(
                    new Coding(INTERPRETATION, isHigh ? ">" : "<", isHigh ? "Off scale high" : "Off scale low")));
        }
    }

    private static Quantity quantity(Metric metric, double number) {
        return new Quantity()
                .setValue(BigDecimal.valueOf(number).setScale(metric.decimals(), RoundingMode.HALF_UP))
                .setUnit(metric.unit().display())
                .setSystem(UCUM)
                .setCode(metric.unit().ucum());
    }

    private static CodeableConcept loinc(Metric metric) {
        return loinc(
                metric.loinc(),
                switch (metric) {
                    case SYSTOLIC -> "Systolic blood pressure";
                    case DIASTOLIC -> "Diastolic blood pressure";
                    case MEAN_ARTERIAL_PRESSURE -> "Mean blood pressure";
                    case PULSE -> "Heart rate";
                    case GLUCOSE -> "Glucose [Mass/volume] in Capillary blood by Glucometer";
                    case WEIGHT -> "Body weight";
                });
    }

    private static CodeableConcept loinc(String code, String display) {
        return new CodeableConcept(new Coding(LOINC, code, display));
    }

    private static CodeableConcept category(String code, String display) {
        return new CodeableConcept(new Coding(CATEGORY, code, display));
    }

    static org.hl7.fhir.r4.model.Patient patient(Patient patient) {
        var resource = new org.hl7.fhir.r4.model.Patient();
        resource.setId(patient.patientId().toString());
        resource.setActive(true);
        resource.addName()
                .setUse(HumanName.NameUse.OFFICIAL)
                .setFamily(patient.familyName())
                .addGiven(patient.givenName());
        if (patient.birthDate() != null) {
            resource.setBirthDateElement(new DateType(patient.birthDate().toString()));
        }
        if (!patient.phone().isEmpty()) {
            resource.addTelecom()
                    .setSystem(ContactPoint.ContactPointSystem.PHONE)
                    .setValue(patient.phone());
        }
        return resource;
    }

    static Device device(UUID id, String label, Instant registeredAt) {
        var device = new Device();
        device.setId(id.toString());
        device.setMeta(new Meta().setLastUpdated(Date.from(registeredAt)));
        device.setStatus(Device.FHIRDeviceStatus.ACTIVE);
        device.addDeviceName().setName(label).setType(Device.DeviceNameType.USERFRIENDLYNAME);
        return device;
    }
}
