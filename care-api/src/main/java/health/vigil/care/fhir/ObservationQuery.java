package health.vigil.care.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.kit.http.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a search for Observations asks for. It travels in the links to further pages, so that the server remembers
/// nothing of a search.
///
/// @param kinds none when no kind can match
/// @param statuses `FINAL`, `ENTERED_IN_ERROR`
/// @param measured each must hold; likewise revised and components
/// @param readings these alone; absent for all
record ObservationQuery(
        UUID patient,
        List<ReadingKind> kinds,
        Set<String> statuses,
        List<Bound> measured,
        List<Bound> revised,
        List<Component> components,
        @Nullable Set<UUID> readings,
        boolean oldestFirst,
        int count,
        boolean withPatient,
        boolean withDevice) {

    /// From a moment (inclusive) to another (exclusive), both absent for no bound; or outside of that.
    record Bound(@Nullable Instant from, @Nullable Instant to, boolean outside) {}

    /// A component with a value that compares so: any of the values.
    record Component(List<Value> values) {}

    /// The value of one metric, from (inclusive) to (exclusive), both absent for no bound; or outside of them.
    record Value(
            Metric metric, @Nullable Double from, @Nullable Double to, boolean outside) {}

    String encode() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Json.MAPPER.writeValueAsString(this).getBytes(UTF_8));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Empty for what is no query.
    static Optional<ObservationQuery> decode(String text) {
        try {
            return Optional.of(Json.MAPPER.readValue(Base64.getUrlDecoder().decode(text), ObservationQuery.class));
        } catch (IllegalArgumentException | IOException _) {
            return Optional.empty();
        }
    }
}
