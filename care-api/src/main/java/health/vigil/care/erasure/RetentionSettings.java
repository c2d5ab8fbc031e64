package health.vigil.care.erasure;

import java.time.DateTimeException;
import java.time.Period;
import java.util.Optional;

/// For how long patients are known who are no longer looked after.
///
/// @param patients since something was last heard of them, as an ISO period such as `P10Y`; empty for good
public record RetentionSettings(String patients) {

    public static final RetentionSettings DEFAULTS = new RetentionSettings("");

    private static final int LEAST_MONTHS = 12;

    public RetentionSettings {
        if (!patients.isEmpty() && months(patients) < LEAST_MONTHS) {
            throw new IllegalArgumentException("patients must be an ISO period of a year or more, e.g. P10Y, or empty");
        }
    }

    private static long months(String period) {
        try {
            return Period.parse(period).toTotalMonths();
        } catch (DateTimeException _) {
            return 0;
        }
    }

    /// How long; empty for good.
    public Optional<Period> period() {
        return Optional.of(patients).filter(period -> !period.isEmpty()).map(Period::parse);
    }
}
