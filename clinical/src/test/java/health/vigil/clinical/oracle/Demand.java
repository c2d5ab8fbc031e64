package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.Average;
import health.vigil.clinical.rules.Baseline;
import health.vigil.clinical.rules.Change;
import health.vigil.clinical.rules.Combination;
import health.vigil.clinical.rules.Condition;
import health.vigil.clinical.rules.ConfirmedLimit;
import health.vigil.clinical.rules.Limit;
import health.vigil.clinical.rules.OtherPerson;
import health.vigil.clinical.rules.Repeated;
import health.vigil.clinical.rules.ShareInRange;
import health.vigil.clinical.rules.Silence;
import health.vigil.clinical.rules.Variability;
import health.vigil.clinical.vitals.Reading;

/// What one kind of rule demands of a reading among others.
interface Demand {

    Verdict of(Reading reading, Seen seen);

    static Demand of(Condition condition) {
        return switch (condition) {
            case Limit limit -> new LimitOracle(limit);
            case ConfirmedLimit limit -> new ConfirmedLimitOracle(limit);
            case Repeated repeated -> new RepeatedOracle(repeated);
            case Average average -> new AverageOracle(average);
            case Change change -> new ChangeOracle(change);
            case Baseline baseline -> new BaselineOracle(baseline);
            case Variability variability -> new VariabilityOracle(variability);
            case ShareInRange share -> new ShareInRangeOracle(share);
            case OtherPerson person -> new OtherPersonOracle(person);
            case Combination combination -> new CombinationOracle(combination);
            case Silence _ -> throw new IllegalArgumentException("silence is not of a reading: see SilenceOracle");
        };
    }
}
