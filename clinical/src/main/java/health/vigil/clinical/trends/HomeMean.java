package health.vigil.clinical.trends;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.PartOfDay;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalDouble;

/// The mean of a metric over seven local days, of the whole day or a part of it, as home blood pressure is judged by
/// (NICE NG136, ESH 2021).
///
/// @param days with readings of that part
/// @param readings with a number
/// @param mean in the metric's canonical unit
public record HomeMean(Metric metric, PartOfDay part, int days, int readings, OptionalDouble mean) {

    private static final int DAYS = 7;
    private static final int NICE_DAYS = 4;
    private static final int AHA_READINGS = 12;

    /// Adds up what is of those days and that part.
    ///
    /// @param last the last of the seven days
    public static HomeMean of(
            Collection<Reading> readings, Metric metric, PartOfDay part, PlanHistory plans, LocalDate last) {
        var days = new HashSet<LocalDate>();
        var count = 0;
        var sum = 0.0;
        for (var reading : readings) {
            var day = plans.dayOf(reading.measuredAt());
            if (day.isAfter(last.minusDays(DAYS))
                    && !day.isAfter(last)
                    && part.contains(plans.timeOf(reading.measuredAt()))
                    && reading.measurements().get(metric) instanceof Value.Exact(double number)) {
                days.add(day);
                count++;
                sum += number;
            }
        }
        var mean = count == 0 ? OptionalDouble.empty() : OptionalDouble.of(metric.roundMean(sum / count));
        return new HomeMean(metric, part, days.size(), count, mean);
    }

    /// Enough to judge by: 4 days (NICE) and, of the whole day, 12 readings (AHA).
    public boolean isEnough() {
        return days >= NICE_DAYS && (part != PartOfDay.ALL_DAY || readings >= AHA_READINGS);
    }
}
