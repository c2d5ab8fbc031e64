package health.vigil.alerts.worklist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.kit.http.Json;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/// An explanation for people.
///
/// @param limits the rule's limits in words
/// @param source where they come from
public record ExplanationView(
        String title,
        String limits,
        String source,
        int planVersion,
        Instant planSince,
        String zone,
        List<Evidence> readings) {

    /// A reading that the judgement rests on.
    ///
    /// @param worst the one that was judged
    public record Evidence(Instant measuredAt, Instant receivedAt, String text, boolean worst) {}

    static ExplanationView of(String json) {
        try {
            return of(Json.MAPPER.readTree(json));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a stored explanation is no JSON", failure);
        }
    }

    private static ExplanationView of(JsonNode json) {
        var worst = json.path("worst").asText();
        return new ExplanationView(
                json.at("/rule/title").asText(),
                json.path("limits").asText(),
                json.at("/rule/source").asText(),
                json.path("planVersion").asInt(),
                Instant.parse(json.path("planSince").asText()),
                json.path("zone").asText(),
                StreamSupport.stream(json.path("readings").spliterator(), false)
                        .map(reading -> evidence(reading, worst))
                        .toList());
    }

    private static Evidence evidence(JsonNode reading, String worst) {
        return new Evidence(
                Instant.parse(reading.path("measuredAt").asText()),
                Instant.parse(reading.path("receivedAt").asText()),
                reading.path("text").asText(),
                reading.path("readingId").asText().equals(worst));
    }
}
