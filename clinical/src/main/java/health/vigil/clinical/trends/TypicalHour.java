package health.vigil.clinical.trends;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// What is usual in one hour of the patient's day.
///
/// Percentiles are readings themselves (nearest rank), so that HI and LO count without a number being invented for
/// them.
///
/// @param hour by the patient's clock, from 0 to 23
/// @param count readings in that hour, over all days
public record TypicalHour(int hour, int count, Value p5, Value p25, Value median, Value p75, Value p95) {

    /// The hours that have readings, in their order.
    public static List<TypicalHour> of(Collection<Reading> readings, Metric metric, PlanHistory plans) {
        var hours = new TreeMap<Integer, List<Value>>();
        for (var reading : readings) {
            reading.value(metric).ifPresent(value -> hours.computeIfAbsent(
                            plans.timeOf(reading.measuredAt()).getHour(), _ -> new ArrayList<>())
                    .add(value));
        }
        return hours.entrySet().stream()
                .map(hour -> of(hour.getKey(), hour.getValue()))
                .toList();
    }

    private static TypicalHour of(int hour, List<Value> values) {
        values.sort(Comparator.comparingDouble(Value::rank));
        return new TypicalHour(
                hour,
                values.size(),
                percentile(values, 5),
                percentile(values, 25),
                percentile(values, 50),
                percentile(values, 75),
                percentile(values, 95));
    }

    private static Value percentile(List<Value> sorted, int percent) {
        return sorted.get(Math.max(0, Math.ceilDiv(percent * sorted.size(), 100) - 1));
    }
}
