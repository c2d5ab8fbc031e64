package health.vigil.clinical.trends;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What the readings of a period say of one metric.
///
/// @param figures as of days: shares by the plan in force at the last reading of each day
/// @param min of the readings with a number, likewise max
/// @param deviation the sample's standard deviation; empty of fewer than two numbers
public record Statistics(
        Metric metric, Figures figures, OptionalDouble min, OptionalDouble max, OptionalDouble deviation) {

    /// Adds up readings of whole local days.
    ///
    /// @param readings whose times can be trusted
    public static Statistics of(Collection<Reading> readings, Metric metric, PlanHistory plans) {
        var days = new HashMap<LocalDate, List<Reading>>();
        for (var reading : readings) {
            if (reading.measurements().containsKey(metric)) {
                days.computeIfAbsent(plans.dayOf(reading.measuredAt()), _ -> new ArrayList<>())
                        .add(reading);
            }
        }
        var figures = Figures.of(
                days.entrySet().stream().map(day -> day(day, metric, plans)).toList());
        var numbers = readings.stream()
                .map(reading -> reading.measurements().get(metric))
                .filter(Value.Exact.class::isInstance)
                .mapToDouble(Value::rank)
                .toArray();
        return new Statistics(metric, figures, min(numbers), max(numbers), deviation(numbers));
    }

    private static DayFigures day(Map.Entry<LocalDate, List<Reading>> day, Metric metric, PlanHistory plans) {
        day.getValue().sort(Reading.BY_TIME);
        var target = plans.at(day.getValue().getLast().measuredAt()).targets().get(metric);
        var places = new int[3];
        var numbers = 0;
        var sum = 0.0;
        for (var reading : day.getValue()) {
            var value = reading.value(metric).orElseThrow();
            places[1 + place(target, value)]++;
            if (value instanceof Value.Exact(double number)) {
                numbers++;
                sum += number;
            }
        }
        var mean = numbers == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / numbers);
        return new DayFigures(day.getKey(), day.getValue().size(), numbers, mean, places[0], places[1], places[2]);
    }

    private static int place(@Nullable TargetRange target, Value value) {
        return target == null ? 0 : target.place(value);
    }

    private static OptionalDouble min(double[] numbers) {
        return Arrays.stream(numbers).min();
    }

    private static OptionalDouble max(double[] numbers) {
        return Arrays.stream(numbers).max();
    }

    private static OptionalDouble deviation(double[] numbers) {
        if (numbers.length < 2) {
            return OptionalDouble.empty();
        }
        var mean = Arrays.stream(numbers).average().orElseThrow();
        var squares = Arrays.stream(numbers)
                .map(number -> (number - mean) * (number - mean))
                .sum();
        return OptionalDouble.of(Math.sqrt(squares / (numbers.length - 1)));
    }

    /// Standard deviation over mean; of glucose, up to 0.36 is stable (international consensus, see [Band]).
    public OptionalDouble coefficientOfVariation() {
        return deviation.isEmpty() || figures.mean().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(deviation.getAsDouble() / figures.mean().getAsDouble());
    }
}
