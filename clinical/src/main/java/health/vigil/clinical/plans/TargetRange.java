package health.vigil.clinical.plans;

import health.vigil.clinical.vitals.Value;

/// Where a metric should be, both ends inclusive, in its canonical unit.
public record TargetRange(double low, double high) {

    /// Below (-1), in (0) or above (1) the range; HI is above and LO below any range.
    public int place(Value value) {
        if (value.rank() < low) {
            return -1;
        }
        return value.rank() > high ? 1 : 0;
    }
}
