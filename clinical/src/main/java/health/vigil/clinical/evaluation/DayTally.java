package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.time.ZoneId;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What the readings of one local day add up to, oldest first, by the plan in force at the last of them.
final class DayTally {

    /// HI and LO count, and have a place, but give no number.
    static final class OfMetric {

        private final DoubleSummaryStatistics numbers = new DoubleSummaryStatistics();
        private final int[] places = new int[3];
        private int count;
        private OptionalDouble last = OptionalDouble.empty();

        private void add(Value value, @Nullable TargetRange target) {
            count++;
            places[1 + (target == null ? 0 : target.place(value))]++;
            last = value instanceof Value.Exact(double number) ? OptionalDouble.of(number) : OptionalDouble.empty();
            last.ifPresent(numbers);
        }

        int count() {
            return count;
        }

        /// Not to be changed.
        DoubleSummaryStatistics numbers() {
            return numbers;
        }

        /// Empty when the last reading was HI or LO.
        OptionalDouble last() {
            return last;
        }

        int below() {
            return places[0];
        }

        int inRange() {
            return places[1];
        }

        int above() {
            return places[2];
        }
    }

    private final Map<Metric, OfMetric> metrics = new EnumMap<>(Metric.class);
    private @Nullable Reading last;
    private @Nullable CarePlan plan;

    private DayTally() {}

    /// Of all the readings of a day, oldest first; there may be none.
    static DayTally of(List<Reading> readings, PlanHistory plans) {
        var tally = new DayTally();
        if (!readings.isEmpty()) {
            var inForce = plans.at(readings.getLast().measuredAt());
            readings.forEach(reading -> tally.add(reading, inForce));
        }
        return tally;
    }

    private void add(Reading reading, CarePlan inForce) {
        for (var metric : reading.kind().metrics()) {
            reading.value(metric).ifPresent(value -> metrics.computeIfAbsent(metric, _ -> new OfMetric())
                    .add(value, inForce.targets().get(metric)));
        }
        last = reading;
        plan = inForce;
    }

    /// Adds a reading of the same day.
    ///
    /// @return false when it cannot: the day is to be added up anew
    boolean append(Reading reading, PlanHistory plans) {
        var inForce = plans.at(reading.measuredAt());
        if (last == null || Reading.BY_TIME.compare(reading, last) <= 0 || !inForce.equals(plan)) {
            return false;
        }
        add(reading, inForce);
        return true;
    }

    boolean isEmpty() {
        return last == null;
    }

    /// The day's zone.
    ///
    /// @throws NullPointerException without a reading
    ZoneId zone() {
        return Objects.requireNonNull(plan).zone();
    }

    Optional<OfMetric> of(Metric metric) {
        return Optional.ofNullable(metrics.get(metric));
    }
}
