package health.vigil.clinical.evaluation;

import health.vigil.clinical.oracle.Calendar;
import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Day summaries, straight from their definition: slow and obvious.
record DayOracle(Calendar calendar) {

    DayOracle(Life life) {
        this(life.calendar());
    }

    List<DayLine> lines() {
        return Stream.of(ReadingKind.values()).flatMap(this::lines).toList();
    }

    private Stream<DayLine> lines(ReadingKind kind) {
        return calendar.trusted(kind).stream()
                .map(reading -> calendar.dayOf(reading.measuredAt()))
                .distinct()
                .sorted()
                .flatMap(day -> lines(day, kind));
    }

    private Stream<DayLine> lines(LocalDate day, ReadingKind kind) {
        return kind.metrics().stream()
                .filter(metric ->
                        !Calendar.values(metric, calendar.on(day, kind)).isEmpty())
                .map(metric -> line(day, kind, metric));
    }

    private DayLine line(LocalDate day, ReadingKind kind, Metric metric) {
        var readings = calendar.on(day, kind);
        var plan = calendar.planAt(readings.getLast().measuredAt());
        var values = Calendar.values(metric, readings);
        var week = Calendar.values(metric, weekUntil(day, kind));
        return new DayLine(
                day,
                plan.zone(),
                metric,
                places(values, Optional.ofNullable(plan.targets().get(metric))),
                numbers(values),
                DayLine.week(week.size(), mean(week)));
    }

    private List<Reading> weekUntil(LocalDate day, ReadingKind kind) {
        return IntStream.rangeClosed(0, 6)
                .mapToObj(day::minusDays)
                .flatMap(each -> calendar.on(each, kind).stream())
                .toList();
    }

    private static String places(List<Value> values, Optional<TargetRange> target) {
        var below =
                (int) values.stream().filter(value -> isBelow(value, target)).count();
        var above =
                (int) values.stream().filter(value -> isAbove(value, target)).count();
        return DayLine.places(
                values.size(), Calendar.numbers(values).size(), below, values.size() - below - above, above);
    }

    private static boolean isBelow(Value value, Optional<TargetRange> target) {
        return target.isPresent()
                && switch (value) {
                    case Value.Exact(double number) -> number < target.get().low();
                    case Value.OutOfRange outside -> outside == Value.OutOfRange.LOW;
                };
    }

    private static boolean isAbove(Value value, Optional<TargetRange> target) {
        return target.isPresent()
                && switch (value) {
                    case Value.Exact(double number) -> number > target.get().high();
                    case Value.OutOfRange outside -> outside == Value.OutOfRange.HIGH;
                };
    }

    private static String numbers(List<Value> values) {
        var sorted = Calendar.numbers(values);
        var last = values.getLast() instanceof Value.Exact(double number)
                ? OptionalDouble.of(number)
                : OptionalDouble.empty();
        return sorted.isEmpty()
                ? DayLine.numbers(OptionalDouble.empty(), OptionalDouble.empty(), last, OptionalDouble.empty())
                : DayLine.numbers(number(sorted.getFirst()), number(sorted.getLast()), last, mean(values));
    }

    private static OptionalDouble mean(List<Value> values) {
        var numbers = Calendar.numbers(values);
        if (numbers.isEmpty()) {
            return OptionalDouble.empty();
        }
        var sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return number(sum.divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL128));
    }

    private static OptionalDouble number(BigDecimal number) {
        return OptionalDouble.of(number.doubleValue());
    }
}
