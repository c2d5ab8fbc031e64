package health.vigil.care.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.care.fhir.ObservationQuery.Bound;
import health.vigil.care.fhir.Observations.Place;
import health.vigil.clinical.vitals.ReadingKind;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Observations, each a line of JSON, as FHIR's bulk data have them.
public final class FhirLines {

    private static final int PORTION = 1000;

    private final Observations observations;

    public FhirLines(Jdbi jdbi) {
        this.observations = new Observations(jdbi);
    }

    /// Writes all of a patient, those in error too, oldest first.
    public void write(UUID patient, Instant from, Instant to, OutputStream out) throws IOException {
        var parser = R4.CONTEXT.newJsonParser();
        var query = new ObservationQuery(
                patient,
                List.of(ReadingKind.values()),
                Set.of("FINAL", "ENTERED_IN_ERROR"),
                List.of(new Bound(from, to, false)),
                List.of(),
                List.of(),
                null,
                true,
                PORTION,
                false,
                false);
        @Nullable Place after = null;
        while (true) {
            var portion = observations.search(query, after, PORTION);
            for (var each : portion) {
                out.write(parser.encodeResourceToString(Resources.observation(each))
                        .getBytes(UTF_8));
                out.write('\n');
            }
            if (portion.size() < PORTION) {
                return;
            }
            after = new Place(portion.getLast().measuredAt(), portion.getLast().readingId());
        }
    }
}
