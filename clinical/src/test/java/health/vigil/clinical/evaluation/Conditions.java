package health.vigil.clinical.evaluation;

import health.vigil.clinical.rules.Average;
import health.vigil.clinical.rules.Baseline;
import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.Change;
import health.vigil.clinical.rules.Combination;
import health.vigil.clinical.rules.Condition;
import health.vigil.clinical.rules.ConfirmedLimit;
import health.vigil.clinical.rules.Limit;
import health.vigil.clinical.rules.OtherPerson;
import health.vigil.clinical.rules.Repeated;
import health.vigil.clinical.rules.ShareInRange;
import health.vigil.clinical.rules.Silence;
import health.vigil.clinical.rules.Variability;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Conditions of every kind, with limits that [Values] often meet.
final class Conditions {

    private static final Arbitrary<Boolean> EITHER = Arbitraries.of(true, false);

    private Conditions() {}

    /// Of one kind of reading.
    static Arbitrary<Condition> of(ReadingKind kind) {
        return Arbitraries.oneOf(
                limits(kind),
                confirmed(kind, EITHER),
                repeated(kind),
                averages(kind),
                changes(kind),
                baselines(kind),
                variabilities(kind),
                shares(kind));
    }

    static Arbitrary<Condition> otherPersons() {
        return Combinators.combine(
                        Arbitraries.of(Metric.WEIGHT, Metric.SYSTOLIC),
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.of(1.0, 5.0, 10.0, 20.0),
                        Arbitraries.integers().between(0, 3))
                .as(OtherPerson::new);
    }

    static Arbitrary<Condition> combinations() {
        var within = Arbitraries.of("PT10M", "PT5H", "P1D", "P3D").map(Duration::parse);
        var parts = Arbitraries.of(ReadingKind.class).flatMap(Conditions::part);
        return Combinators.combine(parts.list().ofMinSize(2).ofMaxSize(3), within)
                .as(Combination::new);
    }

    private static Arbitrary<Condition> part(ReadingKind kind) {
        return Arbitraries.oneOf(
                limits(kind),
                confirmed(kind, Arbitraries.just(true)),
                repeated(kind),
                averages(kind),
                changes(kind),
                baselines(kind),
                shares(kind));
    }

    static Arbitrary<Condition> silences(ReadingKind kind) {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.of("PT0S", "PT2H", "PT30H").map(Duration::parse))
                .as((missed, grace) -> new Silence(kind, missed, grace));
    }

    private static Arbitrary<Condition> limits(ReadingKind kind) {
        return Combinators.combine(bounds(kind), bounds(kind).optional(0.3))
                .as((bounds, unless) -> new Limit(bounds, unless.orElse(List.of())));
    }

    private static Arbitrary<Condition> confirmed(ReadingKind kind, Arbitrary<Boolean> atOnce) {
        return Combinators.combine(
                        bounds(kind),
                        Arbitraries.of("PT1M", "PT5M", "PT15M", "P2D").map(Duration::parse),
                        Arbitraries.of(ConfirmedLimit.By.class),
                        atOnce)
                .as(ConfirmedLimit::new);
    }

    private static Arbitrary<Condition> repeated(ReadingKind kind) {
        var times = Arbitraries.integers().between(1, 3);
        var ofLast = Combinators.combine(
                        bounds(kind), times, Arbitraries.integers().between(0, 3))
                .as((bounds, count, more) ->
                        (Condition) new Repeated(bounds, count, Optional.of(count + more), Optional.empty()));
        var within = Combinators.combine(
                        bounds(kind),
                        times,
                        Arbitraries.of("PT10M", "PT12H", "P3D").map(Duration::parse))
                .as((bounds, count, span) ->
                        (Condition) new Repeated(bounds, count, Optional.empty(), Optional.of(span)));
        return Arbitraries.oneOf(ofLast, within);
    }

    private static Arbitrary<Condition> averages(ReadingKind kind) {
        return Combinators.combine(
                        bounds(kind),
                        Arbitraries.integers().between(1, 7),
                        EITHER,
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 4))
                .as(Average::new);
    }

    private static Arbitrary<Condition> changes(ReadingKind kind) {
        var amounts = kind == ReadingKind.WEIGHT ? Arbitraries.of(0.5, 1.0, 1.4, 2.3) : Arbitraries.of(5.0, 10.0, 20.0);
        return Combinators.combine(
                        metrics(kind),
                        Arbitraries.of(Change.Direction.class),
                        Arbitraries.of(Change.Against.class),
                        Arbitraries.integers().between(1, 7),
                        amounts,
                        Arbitraries.of(0.0, 0.5, 1.0),
                        Arbitraries.integers().between(0, 3))
                .as((metric, direction, against, days, amount, clear, minimum) ->
                        new Change(metric, direction, against, days, amount, clear * amount, minimum));
    }

    private static Arbitrary<Condition> baselines(ReadingKind kind) {
        return Combinators.combine(
                        metrics(kind),
                        Arbitraries.of(Baseline.Side.class),
                        Arbitraries.integers().between(1, 14),
                        Arbitraries.of(1.0, 2.0, 3.5),
                        Arbitraries.of(0.0, 0.5, 1.0),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of(0.5, 1.0, 5.0))
                .as((metric, side, days, score, clear, minimum, least) ->
                        new Baseline(metric, side, days, score, clear * score, minimum, least));
    }

    private static Arbitrary<Condition> variabilities(ReadingKind kind) {
        var percents = kind == ReadingKind.WEIGHT ? Arbitraries.of(0.5, 1.0) : Arbitraries.of(10.0, 20.0, 36.0);
        return Combinators.combine(
                        metrics(kind),
                        Arbitraries.integers().between(1, 14),
                        percents,
                        Arbitraries.of(0.5, 0.9, 1.0),
                        Arbitraries.integers().between(0, 6))
                .as((metric, days, percent, clear, minimum) ->
                        new Variability(metric, days, percent, clear * percent, minimum));
    }

    private static Arbitrary<Condition> shares(ReadingKind kind) {
        return Combinators.combine(
                        metrics(kind),
                        Arbitraries.integers().between(1, 14),
                        Arbitraries.of(25.0, 50.0, 66.7),
                        Arbitraries.of(0.0, 10.0),
                        Arbitraries.integers().between(0, 6))
                .as((metric, days, percent, more, minimum) -> new ShareInRange(
                        metric, Values.low(metric), Values.high(metric), days, percent, percent + more, minimum));
    }

    private static Arbitrary<Metric> metrics(ReadingKind kind) {
        return kind == ReadingKind.BLOOD_PRESSURE
                ? Arbitraries.of(Metric.SYSTOLIC, Metric.DIASTOLIC, Metric.PULSE)
                : Arbitraries.of(kind.required());
    }

    private static Arbitrary<List<Bound>> bounds(ReadingKind kind) {
        return metrics(kind)
                .flatMap(Conditions::bound)
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .uniqueElements(Bound::metric);
    }

    private static Arbitrary<Bound> bound(Metric metric) {
        return Combinators.combine(
                        Arbitraries.of(Bound.Side.class),
                        EITHER,
                        Arbitraries.of(0.0, 0.05),
                        Arbitraries.of(0.0, 0.05, 0.2))
                .as((side, inclusive, further, back) -> {
                    var above = side == Bound.Side.ABOVE;
                    var start = above ? Values.high(metric) : Values.low(metric);
                    var limit = metric.round(start * (above ? 1 + further : 1 - further));
                    var range = Values.high(metric) - Values.low(metric);
                    var clear = metric.round(above ? limit - back * range : limit + back * range);
                    return new Bound(metric, side, limit, inclusive, clear);
                });
    }
}
