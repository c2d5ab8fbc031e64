package health.vigil.clinical.evaluation;

import static health.vigil.clinical.vitals.Readings.bloodPressure;
import static health.vigil.clinical.vitals.Readings.glucose;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.Combination;
import health.vigil.clinical.rules.Condition;
import health.vigil.clinical.rules.Filter;
import health.vigil.clinical.rules.Limit;
import health.vigil.clinical.rules.PartOfDay;
import health.vigil.clinical.rules.Repeated;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.vitals.Meal;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Readings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A reading that comes late is heard as far as it matters, and what was published before it is put right.
class ReachTest {

    private static final Instant START = Instant.parse("2026-06-01T08:00:00Z");
    private static final Repeated TWICE_HIGH =
            new Repeated(List.of(Bound.above(Metric.GLUCOSE, 180, 170)), 2, Optional.of(2), Optional.empty());

    @Test
    void isHeardByTheNextReadingThatAnotherVersionCounts() {
        var fasting = new Filter(Set.of(Meal.FASTING), Set.of(), PartOfDay.ALL_DAY);
        var versions = new TreeMap<>(Map.of(
                Instant.EPOCH,
                plan(rule(TWICE_HIGH)),
                day(10),
                plan(rule(TWICE_HIGH).with(fasting))));
        var late = Readings.at(Meal.FASTING, glucose(day(0), 200));

        assertIsHeard(
                versions,
                late,
                glucose(day(1), 100),
                glucose(day(2), 100),
                glucose(day(3), 100),
                Readings.at(Meal.FASTING, glucose(day(11), 200)));
    }

    @Test
    void isHeardByTheNextReadingOfItsKindInACombination() {
        var high = new Limit(List.of(Bound.above(Metric.SYSTOLIC, 150, 140)), List.of());
        var versions = new TreeMap<>(
                Map.of(Instant.EPOCH, plan(rule(new Combination(List.of(TWICE_HIGH, high), Duration.ofHours(12))))));

        assertIsHeard(
                versions,
                glucose(day(0), 200),
                bloodPressure(day(4), 120, 80),
                bloodPressure(day(5), 120, 80),
                bloodPressure(day(6), 120, 80),
                bloodPressure(day(7).minusSeconds(60), 160, 80),
                glucose(day(7), 200));
    }

    @Test
    void isHeardByWhatFollowsTheNextReadingInACombination() {
        var high = new Limit(List.of(Bound.above(Metric.SYSTOLIC, 150, 140)), List.of());
        var versions = new TreeMap<>(
                Map.of(Instant.EPOCH, plan(rule(new Combination(List.of(TWICE_HIGH, high), Duration.ofHours(12))))));

        assertIsHeard(
                versions,
                glucose(day(0), 200),
                bloodPressure(day(5), 120, 80),
                bloodPressure(day(6), 120, 80),
                glucose(day(7), 200),
                bloodPressure(day(7).plusSeconds(60), 120, 80),
                glucose(day(7).plusSeconds(120), 100),
                bloodPressure(day(7).plusSeconds(180), 120, 80),
                bloodPressure(day(7).plusSeconds(240), 160, 80));
    }

    private static void assertIsHeard(NavigableMap<Instant, CarePlan> versions, Reading late, Reading... others) {
        var before = Life.of(versions, List.of(others));
        var published = new Published(before, false);
        for (var reading : others) {
            published.changed(before, reading);
        }
        var after = before.with(
                Stream.concat(Stream.of(late), before.readings().stream()).toList());
        var whole = after.evaluation().episodes();

        published.changed(after, late);

        assertThat(whole).isNotEmpty().isNotEqualTo(before.evaluation().episodes());
        assertThat(published.episodes()).containsExactlyInAnyOrderElementsOf(whole);
    }

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    private static Rule rule(Condition condition) {
        return Rule.of("rule", "Rule", Severity.LOW, condition, "test");
    }

    private static CarePlan plan(Rule rule) {
        return new CarePlan("test", ZoneOffset.UTC, List.of(rule), Map.of(), List.of(), CarePlan.LATE_AFTER);
    }
}
