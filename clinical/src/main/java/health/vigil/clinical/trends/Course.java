package health.vigil.clinical.trends;

import health.vigil.clinical.plans.TargetRange;
import java.time.LocalDate;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// How a patient does in one metric: the latest four weeks, the four before, and which way it goes.
///
/// House: full weeks, since many people live differently at weekends.
///
/// @param now the 28 local days that end with today
/// @param before the 28 local days before those
/// @param slope of the daily means of the latest 28 days
public record Course(Figures now, Figures before, Optional<Slope> slope) {

    private static final int WINDOW = 28;

    /// How far back a course looks, in local days, today included.
    public static final int DAYS = 2 * WINDOW;

    /// Looks back from today.
    ///
    /// @param days by date; those outside of the two windows are left out
    public static Course of(NavigableMap<LocalDate, DayFigures> days, LocalDate today) {
        var middle = today.minusDays(WINDOW);
        var latest = days.subMap(middle, false, today, true);
        var means = new TreeMap<LocalDate, Double>();
        latest.forEach((day, figures) -> figures.mean().ifPresent(mean -> means.put(day, mean)));
        return new Course(
                Figures.of(latest.values()),
                Figures.of(days.subMap(middle.minusDays(WINDOW), false, middle, true)
                        .values()),
                Slope.of(means));
    }

    /// Surely getting worse: the slope leads away from the target range, and the mean is outside of it or will be
    /// within
    /// four weeks if it goes on like this (house).
    public boolean isWorsening(TargetRange target) {
        if (slope.filter(Slope::isSure).isEmpty() || now.mean().isEmpty()) {
            return false;
        }
        var perWeek = slope.get().perWeek();
        var ahead = now.mean().getAsDouble() + 4 * perWeek;
        return perWeek > 0 ? ahead > target.high() : ahead < target.low();
    }
}
