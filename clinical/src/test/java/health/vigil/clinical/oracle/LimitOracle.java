package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.Limit;
import health.vigil.clinical.vitals.Reading;

record LimitOracle(Limit limit) implements Demand {

    @Override
    public Verdict of(Reading reading, Seen seen) {
        return Limits.isBeyond(limit.unless(), reading) ? Verdict.HOLDS : Limits.verdict(limit.bounds(), reading);
    }
}
