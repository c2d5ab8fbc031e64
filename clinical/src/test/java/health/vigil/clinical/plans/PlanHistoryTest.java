package health.vigil.clinical.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.clinical.rules.Average;
import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.Change;
import health.vigil.clinical.rules.Limit;
import health.vigil.clinical.rules.OtherPerson;
import health.vigil.clinical.rules.Reach;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PlanHistoryTest {

    private static final Instant CHANGE = Instant.parse("2026-06-10T11:00:00Z");
    private static final CarePlan HOME = plan("Europe/Berlin", rise(2), limit("glucose-low"));
    private static final CarePlan AWAY = plan("Pacific/Honolulu", rise(7), limit("glucose-high"));
    private static final PlanHistory PLANS = new PlanHistory(Map.of(Instant.EPOCH, HOME, CHANGE, AWAY));

    @Test
    void givesThePlanInForceAtAMoment() {
        assertThat(PLANS.at(CHANGE.minusNanos(1))).isEqualTo(HOME);
        assertThat(PLANS.at(CHANGE)).isEqualTo(AWAY);
        assertThat(PLANS.at(CHANGE.plus(Duration.ofDays(10_000)))).isEqualTo(AWAY);
    }

    @Test
    void letsTheFirstPlanHoldForTheTimeBeforeIt() {
        assertThat(PLANS.at(Instant.EPOCH.minusSeconds(1))).isEqualTo(HOME);
        assertThat(PLANS.at(Instant.MIN)).isEqualTo(HOME);
    }

    @Test
    void refusesToBeWithoutAnyPlan() {
        assertThatThrownBy(() -> new PlanHistory(Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsItsVersionsWhateverHappensToTheMapItWasMadeOf() {
        var versions = new HashMap<>(Map.of(Instant.EPOCH, HOME));
        var plans = new PlanHistory(versions);

        versions.put(CHANGE, AWAY);

        assertThat(plans.at(CHANGE)).isEqualTo(HOME);
    }

    @Test
    void countsDaysInTheZoneOfTheTime() {
        assertThat(PLANS.dayOf(Instant.parse("2026-06-09T22:30:00Z"))).isEqualTo("2026-06-10");
        assertThat(PLANS.dayOf(CHANGE.minusSeconds(1))).isEqualTo("2026-06-10");
        assertThat(PLANS.dayOf(CHANGE)).isEqualTo("2026-06-10");
        assertThat(PLANS.dayOf(Instant.parse("2026-06-11T09:59:59Z"))).isEqualTo("2026-06-10");
        assertThat(PLANS.dayOf(Instant.parse("2026-06-11T10:00:00Z"))).isEqualTo("2026-06-11");
    }

    @Test
    void givesARuleItsLongestReachInAnyVersion() {
        assertThat(PLANS.reach("weight-gain").days()).isEqualTo(7);
        assertThat(PLANS.reach("glucose-low")).isEqualTo(Reach.NONE);
        assertThat(PLANS.reach("unknown")).isEqualTo(Reach.NONE);
    }

    @Test
    void letsATrendReachFurtherWhereItsReadingsMayBeAnotherPersons() {
        var weights = Rule.of("other-person", "Another?", Severity.LOW, new OtherPerson(Metric.WEIGHT, 5, 10, 2), "");
        var plans = new PlanHistory(Map.of(
                Instant.EPOCH, plan("UTC", rise(2), limit("glucose-low"), average()), CHANGE, plan("UTC", weights)));

        assertThat(plans.reach("weight-gain").days()).isEqualTo(7);
        assertThat(plans.reach("glucose-low")).isEqualTo(Reach.NONE);
        assertThat(plans.reach("pressure-average").days()).isEqualTo(7);
        assertThat(plans.isTrend("weight-gain")).isTrue();
        assertThat(plans.isTrend("glucose-low")).isFalse();
    }

    @Test
    void countsItsVersionsFromOne() {
        assertThat(PLANS.versionAt(Instant.MIN)).isEqualTo(1);
        assertThat(PLANS.versionAt(CHANGE.minusNanos(1))).isEqualTo(1);
        assertThat(PLANS.versionAt(CHANGE)).isEqualTo(2);
        assertThat(PLANS.beginningOf(Instant.MIN)).isEqualTo(Instant.EPOCH);
        assertThat(PLANS.beginningOf(CHANGE)).isEqualTo(CHANGE);
        assertThat(PLANS.nextChange(Instant.EPOCH)).contains(CHANGE);
        assertThat(PLANS.nextChange(CHANGE)).isEmpty();
    }

    @Test
    void findsTheFirstMomentAtWhichAnotherHistoryDiffers() {
        var once = PlanHistory.always(HOME);

        assertThat(PLANS.firstDifference(PLANS)).isEmpty();
        assertThat(PLANS.firstDifference(once)).contains(CHANGE);
        assertThat(once.firstDifference(PLANS)).contains(CHANGE);
        assertThat(once.firstDifference(PlanHistory.always(AWAY))).contains(Instant.MIN);
        assertThat(once.firstDifference(new PlanHistory(Map.of(CHANGE, HOME)))).contains(Instant.MIN);
    }

    @Test
    void namesEachRuleOfAKindOnceThatWasEverInThePlan() {
        assertThat(PLANS.ruleIds(ReadingKind.GLUCOSE)).containsExactlyInAnyOrder("glucose-low", "glucose-high");
        assertThat(PLANS.ruleIds(ReadingKind.WEIGHT)).containsExactly("weight-gain");
        assertThat(PLANS.ruleIds(ReadingKind.BLOOD_PRESSURE)).isEmpty();
    }

    @Property
    void givesTheLatestPlanThatHasTakenEffect(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 100) Integer> starts,
            @ForAll @IntRange(min = -10, max = 110) int moment) {
        var versions = new HashMap<Instant, CarePlan>();
        starts.forEach(start -> versions.put(Instant.ofEpochSecond(start), lateAfter(start)));
        var first = starts.stream().mapToInt(Integer::intValue).min().orElseThrow();

        var plan = new PlanHistory(versions).at(Instant.ofEpochSecond(moment));

        var expected = starts.stream()
                .mapToInt(Integer::intValue)
                .filter(start -> start <= moment)
                .max()
                .orElse(first);
        assertThat(plan).isEqualTo(lateAfter(expected));
    }

    @Test
    void findsARuleOfAPlanByItsId() {
        assertThat(HOME.rule("weight-gain")).contains(rise(2));
        assertThat(HOME.rule("glucose-high")).isEmpty();
    }

    private static CarePlan plan(String zone, Rule... rules) {
        return new CarePlan("test", ZoneId.of(zone), List.of(rules), Map.of(), List.of(), Duration.ofHours(6));
    }

    private static CarePlan lateAfter(int seconds) {
        return new CarePlan("test", ZoneId.of("UTC"), List.of(), Map.of(), List.of(), Duration.ofSeconds(seconds));
    }

    private static Rule rise(int days) {
        var rise = new Change(Metric.WEIGHT, Change.Direction.RISE, Change.Against.LOWEST, days, 1.4, 0.9, 1);
        return Rule.of("weight-gain", "Weight gain", Severity.HIGH, rise, "");
    }

    private static Rule average() {
        var mean = new Average(List.of(Bound.atOrAbove(Metric.SYSTOLIC, 135, 132)), 7, false, 1, 12);
        return Rule.of("pressure-average", "Average", Severity.LOW, mean, "AHA");
    }

    private static Rule limit(String id) {
        var bound = Bound.below(Metric.GLUCOSE, 70, 80);
        return Rule.of(id, "Glucose", Severity.LOW, new Limit(List.of(bound), List.of()), "");
    }
}
