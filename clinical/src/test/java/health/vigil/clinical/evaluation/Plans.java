package health.vigil.clinical.evaluation;

import health.vigil.clinical.evaluation.Lives.Place;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.Schedule;
import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.rules.Condition;
import health.vigil.clinical.rules.Filter;
import health.vigil.clinical.rules.PartOfDay;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.vitals.Meal;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Posture;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Plans of one to three versions, with journeys between them. A rule keeps its id from version to version, while what
/// it demands changes altogether.
final class Plans {

    private static final List<Severity> NOT_CRITICAL = List.of(Severity.INFORMATION, Severity.LOW, Severity.HIGH);

    private Plans() {}

    static Arbitrary<NavigableMap<Instant, CarePlan>> at(Place home) {
        var beginning =
                Arbitraries.oneOf(Arbitraries.just(home.noon().minus(Duration.ofDays(90))), Lives.moments(home));
        var changes = Combinators.combine(Lives.moments(home), plan(home))
                .as(Tuple::of)
                .list()
                .ofMaxSize(2);
        return Combinators.combine(beginning, plan(home), changes).as((begins, first, later) -> {
            var versions = new TreeMap<Instant, CarePlan>();
            later.forEach(change -> versions.put(change.get1(), change.get2()));
            versions.put(begins, first);
            return versions;
        });
    }

    private static Arbitrary<CarePlan> plan(Place home) {
        var zones =
                Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(home)), Tuple.of(1, Arbitraries.of(Lives.PLACES)));
        var chosen = Combinators.combine(zones, rules(home), schedules(), targets(), lateAfter())
                .as((place, rules, schedules, targets, lateAfter) ->
                        new CarePlan("test", place.zone(), rules, targets, schedules, lateAfter));
        var template =
                Combinators.combine(Arbitraries.of(Template.class), zones).as((each, place) -> each.in(place.zone()));
        return Arbitraries.frequencyOf(Tuple.of(5, chosen), Tuple.of(1, template));
    }

    private static Arbitrary<Duration> lateAfter() {
        return Arbitraries.of("PT2H", "PT6H").map(Duration::parse);
    }

    private static Arbitrary<Map<Metric, TargetRange>> targets() {
        return Arbitraries.of(Metric.class).set().ofMaxSize(4).map(metrics -> metrics.stream()
                .collect(Collectors.toMap(
                        metric -> metric, metric -> new TargetRange(Values.low(metric), Values.high(metric)))));
    }

    private static Arbitrary<List<Schedule>> schedules() {
        var parts = Arbitraries.of(
                List.of(PartOfDay.ALL_DAY),
                List.of(PartOfDay.MORNING),
                List.of(PartOfDay.EVENING, PartOfDay.MORNING),
                List.of(PartOfDay.EVENING));
        var days = Arbitraries.integers().between(1, 10).optional(0.2);
        return Combinators.combine(Arbitraries.of(ReadingKind.class), parts, days)
                .as(Schedule::new)
                .list()
                .ofMaxSize(3)
                .uniqueElements(Schedule::kind);
    }

    /// Each of these is in the plan, or not.
    private static Arbitrary<List<Rule>> rules(Place home) {
        var slots = Stream.concat(
                        Stream.of(
                                rule("weight-other-person", Conditions.otherPersons(), home),
                                rule("together", Conditions.combinations(), home)),
                        Stream.of(ReadingKind.values())
                                .flatMap(kind -> Stream.of(
                                        rule(kind.code() + "-a", Conditions.of(kind), home),
                                        rule(kind.code() + "-b", Conditions.of(kind), home),
                                        rule(kind.code() + "-silent", Conditions.silences(kind), home))))
                .map(slot -> slot.optional(0.6))
                .toList();
        return Combinators.combine(slots)
                .as(chosen -> chosen.stream().flatMap(Optional::stream).toList());
    }

    private static Arbitrary<Rule> rule(String id, Arbitrary<Condition> conditions, Place home) {
        return Combinators.combine(
                        Arbitraries.of(NOT_CRITICAL),
                        conditions,
                        filters(),
                        Lives.moments(home).optional(0.15),
                        Lives.moments(home).optional(0.15))
                .as((severity, condition, filter, from, until) ->
                        new Rule(id, "Rule " + id, severity, condition, filter, from, until, "test"));
    }

    private static Arbitrary<Filter> filters() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(Filter.ALL)),
                Tuple.of(1, Arbitraries.just(new Filter(Set.of(), Set.of(), PartOfDay.MORNING))),
                Tuple.of(1, Arbitraries.just(new Filter(Set.of(), Set.of(), PartOfDay.EVENING))),
                Tuple.of(1, Arbitraries.just(new Filter(Set.of(Meal.FASTING), Set.of(), PartOfDay.ALL_DAY))),
                Tuple.of(1, Arbitraries.just(new Filter(Set.of(), Set.of(Posture.SITTING), PartOfDay.ALL_DAY))));
    }
}
