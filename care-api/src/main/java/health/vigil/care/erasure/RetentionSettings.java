package health.vigil.care.erasure;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;

/// For how long patients are known who are no longer looked after.
///
/// @param patients since something was last heard of them, as an ISO period such as `P10Y`; empty for good
public record RetentionSettings(String patients) {

    public static final RetentionSettings DEFAULTS = new RetentionSettings("");

    public RetentionSettings {
        if (!patients.isEmpty() && !isAYear(patients)) {
            throw new IllegalArgumentException("patients must be an ISO period of a year or more, e.g. P10Y, or empty");
        }
    }

    private static boolean isAYear(String period) {
        try {
            return !LocalDate.EPOCH.plus(Period.parse(period)).isBefore(LocalDate.EPOCH.plusYears(1));
        } catch (DateTimeException _) {
            return false;
        }
    }

    /// How long; empty for good.
    public Optional<Period> period() {
        return Optional.of(patients).filter(period -> !period.isEmpty()).map(Period::parse);
    }
}
