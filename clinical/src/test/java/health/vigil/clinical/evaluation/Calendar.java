package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// A life by plan versions and wall-clock days, found by looking at everything every time.
record Calendar(Life life) {

    private static final int SECONDS_A_DAY = 24 * 60 * 60;

    /// The latest version that began by then, or the first of all.
    CarePlan planAt(Instant moment) {
        var plan = life.versions().firstEntry().getValue();
        for (var version : life.versions().entrySet()) {
            if (version.getKey().compareTo(moment) <= 0) {
                plan = version.getValue();
            }
        }
        return plan;
    }

    /// What a wall clock at the patient's home shows: UTC and the offset, counted in whole days.
    LocalDate dayOf(Instant moment) {
        var offset = planAt(moment).zone().getRules().getOffset(moment).getTotalSeconds();
        return LocalDate.ofEpochDay(Math.floorDiv(moment.getEpochSecond() + offset, SECONDS_A_DAY));
    }

    /// The readings whose time can be trusted, oldest first.
    List<Reading> trusted() {
        return life.readings().stream()
                .filter(reading -> !reading.clockSuspect())
                .sorted(Reading.BY_TIME)
                .toList();
    }

    List<Reading> on(LocalDate day) {
        return trusted().stream()
                .filter(reading -> dayOf(reading.measuredAt()).equals(day))
                .toList();
    }

    static List<Value> values(Metric metric, List<Reading> readings) {
        return readings.stream()
                .filter(reading -> reading.measurements().containsKey(metric))
                .map(reading -> reading.measurements().get(metric))
                .toList();
    }

    static List<BigDecimal> numbers(List<Value> values) {
        return values.stream()
                .filter(Value.Exact.class::isInstance)
                .map(value -> BigDecimal.valueOf(((Value.Exact) value).number()))
                .sorted()
                .toList();
    }
}
