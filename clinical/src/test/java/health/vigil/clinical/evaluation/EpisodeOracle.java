package health.vigil.clinical.evaluation;

import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.LimitRule;
import health.vigil.clinical.rules.RiseRule;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Episodes, straight from their definition: slow and obvious. An episode is a violating reading that no other comes
/// before without a clearing one between them, and all that follow it without a clearing one between them.
record EpisodeOracle(Calendar calendar) {

    EpisodeOracle(Life life) {
        this(new Calendar(life));
    }

    Set<Finding> findings() {
        return calendar.life().versions().values().stream()
                .flatMap(plan -> plan.rules().stream())
                .filter(rule -> rule.kind() == calendar.life().kind())
                .map(Rule::id)
                .distinct()
                .flatMap(id -> Stream.concat(runs(id), loners(id)))
                .collect(Collectors.toSet());
    }

    private Stream<Finding> runs(String id) {
        var violating = trusted(reading -> excess(id, reading).isPresent());
        var clearing = trusted(reading -> clears(id, reading));
        return violating.stream()
                .filter(first -> violating.stream()
                        .filter(earlier -> isBefore(earlier, first))
                        .allMatch(earlier -> isAnyBetween(earlier, first, clearing)))
                .map(first -> {
                    var run = violating.stream()
                            .filter(later -> !isBefore(later, first) && !isAnyBetween(first, later, clearing))
                            .toList();
                    var end = clearing.stream()
                            .filter(clear -> isBefore(first, clear))
                            .findFirst();
                    return finding(id, run, end);
                });
    }

    /// A reading of a suspect clock is judged by itself, where its rule needs no other readings.
    private Stream<Finding> loners(String id) {
        return calendar.life().readings().stream()
                .filter(Reading::clockSuspect)
                .filter(reading ->
                        rule(id, reading).filter(LimitRule.class::isInstance).isPresent())
                .filter(reading -> excess(id, reading).isPresent())
                .map(reading -> finding(id, List.of(reading), Optional.empty()));
    }

    private Finding finding(String id, List<Reading> run, Optional<Reading> end) {
        var first = run.getFirst();
        // Of equals, max() gives the first.
        var worst = run.stream()
                .max(Comparator.comparingDouble(reading -> excess(id, reading).orElseThrow()))
                .orElseThrow();
        return new Finding(
                id,
                rule(id, first).orElseThrow().severity(),
                first.id(),
                worst.id(),
                run.getLast().id(),
                run.size(),
                run.stream().allMatch(this::isLate),
                first.clockSuspect(),
                end.map(Reading::measuredAt));
    }

    private boolean isLate(Reading reading) {
        var delay = Duration.between(reading.measuredAt(), reading.receivedAt());
        return delay.compareTo(calendar.planAt(reading.measuredAt()).lateAfter()) > 0;
    }

    private List<Reading> trusted(Predicate<Reading> which) {
        return calendar.trusted().stream().filter(which).toList();
    }

    private static boolean isBefore(Reading one, Reading other) {
        return Reading.BY_TIME.compare(one, other) < 0;
    }

    private static boolean isAnyBetween(Reading from, Reading to, List<Reading> readings) {
        return readings.stream().anyMatch(reading -> isBefore(from, reading) && isBefore(reading, to));
    }

    private Optional<Rule> rule(String id, Reading reading) {
        return calendar.planAt(reading.measuredAt()).rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst();
    }

    /// How far beyond the limit, where the reading violates the rule.
    private Optional<Double> excess(String id, Reading reading) {
        return switch (rule(id, reading).orElse(null)) {
            case null -> Optional.empty();
            case LimitRule limit
            when limit.graver().stream().anyMatch(bound -> isBeyond(bound, reading)) -> Optional.empty();
            case LimitRule limit ->
                limit.bounds().stream()
                        .filter(bound -> isBeyond(bound, reading))
                        .map(bound -> Math.abs(number(bound, reading).orElseThrow() - bound.limit()) / bound.limit())
                        .max(Comparator.naturalOrder());
            case RiseRule rise ->
                gain(rise, reading)
                        .map(BigDecimal::doubleValue)
                        .filter(gain -> gain >= rise.rise())
                        .map(gain -> gain / rise.rise());
        };
    }

    /// Without a rule, and without a value to hold against it, nothing stays open.
    private boolean clears(String id, Reading reading) {
        return switch (rule(id, reading).orElse(null)) {
            case null -> true;
            case LimitRule limit ->
                limit.graver().stream().noneMatch(bound -> isBeyond(bound, reading))
                        && limit.bounds().stream().noneMatch(bound -> isBeyond(bound, reading))
                        && limit.bounds().stream().allMatch(bound -> isBack(bound, reading));
            case RiseRule rise ->
                gain(rise, reading)
                                .filter(gain -> gain.doubleValue() <= rise.clear())
                                .isPresent()
                        && excess(id, reading).isEmpty();
        };
    }

    private static boolean isBeyond(Bound bound, Reading reading) {
        return number(bound, reading)
                .filter(number -> switch (bound.side()) {
                    case ABOVE -> number > bound.limit() || (bound.inclusive() && number == bound.limit());
                    case BELOW -> number < bound.limit() || (bound.inclusive() && number == bound.limit());
                })
                .isPresent();
    }

    private static boolean isBack(Bound bound, Reading reading) {
        return number(bound, reading)
                .map(number -> bound.side() == Bound.Side.ABOVE ? number <= bound.clear() : number >= bound.clear())
                .orElse(true);
    }

    private static Optional<Double> number(Bound bound, Reading reading) {
        return Calendar.values(bound.metric(), List.of(reading)).stream()
                .map(value -> switch (value) {
                    case Value.Exact(double number) -> number;
                    case Value.OutOfRange.HIGH -> Double.POSITIVE_INFINITY;
                    case Value.OutOfRange.LOW -> Double.NEGATIVE_INFINITY;
                })
                .findFirst();
    }

    /// In exact decimals: what is shown, less the lowest median of a day, rounded as a device would show it.
    private Optional<BigDecimal> gain(RiseRule rise, Reading reading) {
        var shown = Calendar.numbers(Calendar.values(rise.metric(), List.of(reading)));
        var day = calendar.dayOf(reading.measuredAt());
        var lowest = IntStream.rangeClosed(1, rise.days())
                .mapToObj(day::minusDays)
                .flatMap(before -> median(rise, before).stream())
                .min(Comparator.naturalOrder());
        return shown.stream().findFirst().flatMap(value -> lowest.map(value::subtract));
    }

    private Optional<BigDecimal> median(RiseRule rise, LocalDate day) {
        var sorted = Calendar.numbers(Calendar.values(rise.metric(), calendar.on(day)));
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        var middle = sorted.get(sorted.size() / 2).add(sorted.get((sorted.size() - 1) / 2));
        return Optional.of(middle.divide(BigDecimal.TWO).setScale(rise.metric().decimals(), RoundingMode.HALF_UP));
    }
}
