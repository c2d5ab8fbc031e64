package health.vigil.local.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;

/// A reading as an Observation of FHIR R4.
final class FhirWriter {

    private static final String BLOOD_PRESSURE_PANEL = "85354-9";

    private FhirWriter() {}

    static ObjectNode observation(HomeReading reading) {
        var observation = Format.MAPPER
                .createObjectNode()
                .put("resourceType", "Observation")
                .put("status", "final");
        var main = reading.kind().required().getFirst();
        var isPanel = reading.kind() == ReadingKind.BLOOD_PRESSURE;
        code(observation, isPanel ? BLOOD_PRESSURE_PANEL : main.loinc());
        observation.put("effectiveDateTime", reading.measuredAt().text());
        if (isPanel) {
            var components = observation.putArray("component");
            Format.ordered(reading).forEach((metric, value) -> {
                var component = components.addObject();
                code(component, metric.loinc());
                value(component, metric, value);
            });
        } else {
            Format.ordered(reading).forEach((metric, value) -> value(observation, metric, value));
        }
        extensions(observation, reading);
        return observation;
    }

    private static void code(ObjectNode node, String loinc) {
        node.putObject("code")
                .putArray("coding")
                .addObject()
                .put("system", "http://loinc.org")
                .put("code", loinc);
    }

    private static void value(ObjectNode node, Metric metric, Value value) {
        switch (value) {
            case Value.Exact exact ->
                node.putObject("valueQuantity")
                        .put("value", Format.number(metric, exact))
                        .put("unit", metric.unit().display())
                        .put("system", "http://unitsofmeasure.org")
                        .put("code", metric.unit().ucum());
            case Value.OutOfRange outside ->
                node.putArray("interpretation")
                        .addObject()
                        .putArray("coding")
                        .addObject()
                        .put("code", outside == Value.OutOfRange.HIGH ? ">" : "<");
        }
    }

    private static void extensions(ObjectNode observation, HomeReading reading) {
        var extensions = Format.MAPPER.createArrayNode();
        if (reading.userSlot() != null) {
            extensions.addObject().put("url", "urn:vigil:fhir:user-slot").put("valueInteger", reading.userSlot());
        }
        if (reading.sequence() != null) {
            extensions.addObject().put("url", "urn:vigil:fhir:sequence").put("valueInteger", reading.sequence());
        }
        if (reading.meal() != null) {
            extensions.addObject().put("url", "urn:vigil:fhir:meal").put("valueCode", reading.meal());
        }
        if (!extensions.isEmpty()) {
            observation.set("extension", extensions);
        }
    }
}
