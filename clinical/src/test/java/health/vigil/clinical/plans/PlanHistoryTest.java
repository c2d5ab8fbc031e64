package health.vigil.clinical.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.LimitRule;
import health.vigil.clinical.rules.RiseRule;
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
        assertThat(PLANS.reachDays("weight-gain")).isEqualTo(7);
        assertThat(PLANS.reachDays("glucose-low")).isZero();
        assertThat(PLANS.reachDays("unknown")).isZero();
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
        return new CarePlan(ZoneId.of(zone), List.of(rules), Map.of(), Duration.ofHours(6));
    }

    private static CarePlan lateAfter(int seconds) {
        return new CarePlan(ZoneId.of("UTC"), List.of(), Map.of(), Duration.ofSeconds(seconds));
    }

    private static Rule rise(int days) {
        return new RiseRule("weight-gain", "Weight gain", Severity.HIGH, Metric.WEIGHT, days, 1.4, 0.9);
    }

    private static Rule limit(String id) {
        var bound = Bound.below(Metric.GLUCOSE, 70, 80);
        return new LimitRule(id, "Glucose", Severity.LOW, ReadingKind.GLUCOSE, List.of(bound), List.of());
    }
}
