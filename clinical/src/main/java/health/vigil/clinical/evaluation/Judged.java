package health.vigil.clinical.evaluation;

import health.vigil.clinical.rules.Judgement;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/// What a trend said of readings, kept while no change can have changed it: an episode that lasts for weeks is not
/// judged anew from its beginning at each reading.
final class Judged {

    private final NavigableMap<Position, Said> known = new TreeMap<>();

    private record Said(Reading reading, Judgement judgement) {}

    Judgement of(Reading reading, Function<Reading, Judgement> judge) {
        var said = known.get(reading.position());
        if (said != null && said.reading.equals(reading)) {
            return said.judgement;
        }
        var judgement = judge.apply(reading);
        known.put(reading.position(), new Said(reading, judgement));
        return judgement;
    }

    int size() {
        return known.size();
    }

    /// Of readings from that moment on, something else may be said now.
    void forget(Instant since) {
        known.tailMap(Position.firstAt(since), true).clear();
    }
}
