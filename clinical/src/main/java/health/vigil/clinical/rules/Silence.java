package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Expected readings that did not come. Judged not by readings but by the time that passes after one, against the
/// plan's schedule for that kind of reading.
///
/// @param missed after so many expected readings in a row that did not come
/// @param grace and so long after the last of them was due
public record Silence(ReadingKind kind, int missed, Duration grace) implements Condition {

    public Silence {
        if (missed < 1 || grace.isNegative()) {
            throw new IllegalArgumentException("missed must be at least 1, and grace not negative");
        }
    }

    @Override
    public Set<ReadingKind> kinds() {
        return Set.of(kind);
    }

    @Override
    public Reach reach() {
        return Reach.NONE;
    }

    @Override
    public boolean isTrend() {
        return true;
    }

    /// Says nothing of a reading by itself.
    @Override
    public Judgement judge(Reading reading, History history) {
        return Judgement.CLEARS;
    }

    @Override
    public List<Reading> evidence(Reading reading, History history) {
        return List.of(reading);
    }

    @Override
    public String describe() {
        return "%d expected %s readings missed, and %d hours more".formatted(missed, kind.code(), grace.toHours());
    }
}
