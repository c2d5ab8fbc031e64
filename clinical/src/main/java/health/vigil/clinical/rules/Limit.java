package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.util.List;
import java.util.Set;

/// A value beyond a limit. Violated when one of the bounds is; cleared when all are.
///
/// @param unless bounds of the next graver rule: a reading beyond one of these belongs to that rule alone, so that one
///     reading does not raise the same thing twice
public record Limit(List<Bound> bounds, List<Bound> unless) implements Condition {

    public Limit {
        bounds = List.copyOf(bounds);
        unless = List.copyOf(unless);
        Bound.checkedKind(bounds);
    }

    @Override
    public Set<ReadingKind> kinds() {
        return Bound.kinds(bounds);
    }

    @Override
    public Reach reach() {
        return Reach.NONE;
    }

    @Override
    public boolean isTrend() {
        return false;
    }

    @Override
    public Judgement judge(Reading reading, History history) {
        if (Bound.isAnyBeyond(unless, reading)) {
            return Judgement.HOLDS;
        }
        if (Bound.isAnyBeyond(bounds, reading)) {
            return Judgement.violates(Bound.worstExcess(bounds, reading), () -> Bound.describe(bounds, reading));
        }
        return Bound.areAllClear(bounds, reading) ? Judgement.CLEARS : Judgement.HOLDS;
    }

    @Override
    public List<Reading> evidence(Reading reading, History history) {
        return List.of(reading);
    }

    @Override
    public String describe() {
        return Bound.describe(bounds);
    }
}
