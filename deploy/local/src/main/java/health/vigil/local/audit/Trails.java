package health.vigil.local.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.kit.audit.Entry;
import health.vigil.kit.audit.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The trails there are, and their lines.
final class Trails {

    /// Of the care API, and of the alert service where that runs by itself.
    static final List<String> ALL = List.of("care", "alerts");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Trails() {}

    static String path(String trail) {
        return "/api/audit/" + trail + "/entries.ndjson";
    }

    /// @throws IllegalArgumentException when the line is no entry
    static Entry entry(String line) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        var patients = new ArrayList<UUID>();
        json.path("patients").forEach(patient -> patients.add(UUID.fromString(patient.asText())));
        return new Entry(
                json.path("number").asLong(),
                Instant.parse(json.path("at").asText()),
                new Event(
                        json.path("who").asText(),
                        json.path("part").asText(),
                        json.path("address").asText(),
                        json.path("action").asText(),
                        json.path("subject").asText(),
                        json.path("status").asInt(),
                        patients),
                json.path("hash").asText());
    }
}
