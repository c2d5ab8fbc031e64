package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.Repeated;
import health.vigil.clinical.vitals.Reading;
import java.util.List;

record RepeatedOracle(Repeated repeated) implements Demand {

    @Override
    public Verdict of(Reading reading, Seen seen) {
        var alone = Limits.verdict(repeated.bounds(), reading);
        var often = window(reading, seen).stream()
                        .filter(each -> Limits.isBeyond(repeated.bounds(), each))
                        .count()
                >= repeated.times();
        if (alone.violates()) {
            return often ? alone : Verdict.HOLDS;
        }
        return alone.clears() && !often ? Verdict.CLEARS : Verdict.HOLDS;
    }

    private List<Reading> window(Reading reading, Seen seen) {
        if (repeated.within().isPresent()) {
            return seen.lately(reading, reading.kind(), repeated.within().get());
        }
        var all = seen.upTo(reading);
        return all.subList(Math.max(0, all.size() - repeated.ofLast().orElseThrow()), all.size());
    }
}
