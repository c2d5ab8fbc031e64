package health.vigil.clinical.trends;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The latest weight against what is usual for this patient.
///
/// House: a day's weight is the median of its readings; the baseline is the median of the 30 local days before, of at
/// least 3 with readings.
///
/// @param day the latest with a reading
/// @param latest that day's weight, in kg
/// @param baseline in kg
/// @param days that the baseline was made of
public record WeightCourse(LocalDate day, double latest, double baseline, int days) {

    private static final int BASELINE_DAYS = 30;
    private static final int LEAST_DAYS = 3;

    public static Optional<WeightCourse> of(Collection<Reading> readings, PlanHistory plans) {
        var medians = dailyMedians(readings, plans);
        if (medians.isEmpty()) {
            return Optional.empty();
        }
        var latest = medians.lastEntry();
        var before = medians.subMap(latest.getKey().minusDays(BASELINE_DAYS), true, latest.getKey(), false);
        if (before.size() < LEAST_DAYS) {
            return Optional.empty();
        }
        return Optional.of(new WeightCourse(
                latest.getKey(), latest.getValue(), median(new ArrayList<>(before.values())), before.size()));
    }

    private static NavigableMap<LocalDate, Double> dailyMedians(Collection<Reading> readings, PlanHistory plans) {
        var days = new TreeMap<LocalDate, List<Double>>();
        for (var reading : readings) {
            if (reading.measurements().get(Metric.WEIGHT) instanceof Value.Exact(double number)) {
                days.computeIfAbsent(plans.dayOf(reading.measuredAt()), _ -> new ArrayList<>())
                        .add(number);
            }
        }
        var medians = new TreeMap<LocalDate, Double>();
        days.forEach((day, numbers) -> medians.put(day, median(numbers)));
        return medians;
    }

    private static double median(List<Double> numbers) {
        numbers.sort(null);
        var middle = numbers.size() / 2;
        var median =
                numbers.size() % 2 == 1 ? numbers.get(middle) : (numbers.get(middle - 1) + numbers.get(middle)) / 2;
        return Metric.WEIGHT.round(median);
    }

    /// In kg; positive when heavier than usual.
    public double difference() {
        return Metric.WEIGHT.round(latest - baseline);
    }
}
