package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.Combination;
import health.vigil.clinical.rules.Condition;
import health.vigil.clinical.vitals.Reading;
import java.util.Optional;

/// Broken at a reading that breaks one of its parts, where each part was broken lately; each counts as it was broken
/// last.
record CombinationOracle(Combination combination) implements Demand {

    @Override
    public Verdict of(Reading reading, Seen seen) {
        var here = combination.all().stream()
                .filter(part -> part.kinds().contains(reading.kind()))
                .map(part -> Demand.of(part).of(reading, seen))
                .toList();
        if (here.stream().noneMatch(Verdict::violates)) {
            return here.stream().allMatch(Verdict::clears) ? Verdict.CLEARS : Verdict.HOLDS;
        }
        var broken = combination.all().stream()
                .map(part -> last(part, reading, seen))
                .toList();
        return broken.stream().allMatch(Optional::isPresent)
                ? Verdict.violates(broken.stream()
                        .mapToDouble(verdict -> verdict.orElseThrow().excess())
                        .max()
                        .orElseThrow())
                : Verdict.HOLDS;
    }

    private Optional<Verdict> last(Condition part, Reading until, Seen seen) {
        return part.kinds().stream()
                .flatMap(kind -> seen.lately(until, kind, combination.within()).stream())
                .sorted(Reading.BY_TIME.reversed())
                .map(each -> Demand.of(part).of(each, seen))
                .filter(Verdict::violates)
                .findFirst();
    }
}
