package health.vigil.clinical.evaluation;

import health.vigil.clinical.rules.Judgement;
import health.vigil.clinical.vitals.Reading;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/// What a trend said of readings, kept while no change can have changed it: an episode that lasts for weeks is not
/// judged anew from its beginning at each reading.
final class Judged {

    private final Map<UUID, Said> known = new HashMap<>();

    private record Said(Reading reading, Judgement judgement) {}

    Judgement of(Reading reading, Function<Reading, Judgement> judge) {
        var said = known.get(reading.id());
        if (said != null && said.reading.equals(reading)) {
            return said.judgement;
        }
        var judgement = judge.apply(reading);
        known.put(reading.id(), new Said(reading, judgement));
        return judgement;
    }

    /// Of readings from that moment on, something else may be said now.
    void forget(Instant since) {
        known.values().removeIf(said -> !said.reading.measuredAt().isBefore(since));
    }
}
