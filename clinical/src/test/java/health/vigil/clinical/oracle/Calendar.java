package health.vigil.clinical.oracle;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.NavigableMap;

/// A life by plan versions and wall-clock days, found by looking at everything every time.
public record Calendar(NavigableMap<Instant, CarePlan> versions, List<Reading> readings) {

    private static final int SECONDS_A_DAY = 24 * 60 * 60;

    /// The latest version that began by then, or the first of all.
    public CarePlan planAt(Instant moment) {
        var plan = versions.firstEntry().getValue();
        for (var version : versions.entrySet()) {
            if (version.getKey().compareTo(moment) <= 0) {
                plan = version.getValue();
            }
        }
        return plan;
    }

    /// When the version in force at that moment began.
    public Instant beginningOfPlanAt(Instant moment) {
        var beginning = versions.firstKey();
        for (var begins : versions.keySet()) {
            if (begins.compareTo(moment) <= 0) {
                beginning = begins;
            }
        }
        return beginning;
    }

    /// Versions are counted from one.
    public int versionAt(Instant moment) {
        return List.copyOf(versions.keySet()).indexOf(beginningOfPlanAt(moment)) + 1;
    }

    /// What a wall clock at the patient's home shows: UTC and the offset, counted in whole days.
    public LocalDate dayOf(Instant moment) {
        return LocalDate.ofEpochDay(Math.floorDiv(wallClock(moment), SECONDS_A_DAY));
    }

    public LocalTime timeOf(Instant moment) {
        return LocalTime.ofSecondOfDay(Math.floorMod(wallClock(moment), SECONDS_A_DAY));
    }

    private long wallClock(Instant moment) {
        var offset = planAt(moment).zone().getRules().getOffset(moment).getTotalSeconds();
        return moment.getEpochSecond() + offset;
    }

    /// The readings whose time can be trusted, oldest first.
    public List<Reading> trusted() {
        return readings.stream()
                .filter(reading -> !reading.clockSuspect())
                .sorted(Reading.BY_TIME)
                .toList();
    }

    public List<Reading> trusted(ReadingKind kind) {
        return trusted().stream().filter(reading -> reading.kind() == kind).toList();
    }

    public List<Reading> on(LocalDate day, ReadingKind kind) {
        return trusted(kind).stream()
                .filter(reading -> dayOf(reading.measuredAt()).equals(day))
                .toList();
    }

    public static List<Value> values(Metric metric, List<Reading> readings) {
        return readings.stream()
                .filter(reading -> reading.measurements().containsKey(metric))
                .map(reading -> reading.measurements().get(metric))
                .toList();
    }

    public static List<BigDecimal> numbers(List<Value> values) {
        return values.stream()
                .filter(Value.Exact.class::isInstance)
                .map(value -> BigDecimal.valueOf(((Value.Exact) value).number()))
                .sorted()
                .toList();
    }
}
