package health.vigil.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a simulated device measured at a local time.
record Sample(String type, LocalDateTime time, Map<String, Object> values) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Sample bloodPressure(LocalDateTime time, long systolic, long diastolic, long pulse) {
        return new Sample(
                "blood-pressure",
                time,
                Map.of("systolic", systolic, "diastolic", diastolic, "pulse", pulse, "unit", "mm[Hg]"));
    }

    static Sample glucose(LocalDateTime time, long milligrams, String meal) {
        return new Sample("glucose", time, Map.of("value", milligrams, "unit", "mg/dL", "meal", meal));
    }

    static Sample weight(LocalDateTime time, double kilograms) {
        return new Sample("weight", time, Map.of("value", Math.round(kilograms * 10) / 10.0, "unit", "kg"));
    }

    Sample at(LocalDateTime other) {
        return new Sample(type, other, values);
    }

    String json(ZoneId zone) {
        var fields = new LinkedHashMap<String, Object>(values);
        fields.put("type", type);
        fields.put(
                "measuredAt",
                time.truncatedTo(ChronoUnit.SECONDS)
                        .atZone(zone)
                        .toOffsetDateTime()
                        .toString());
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
