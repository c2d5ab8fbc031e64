package health.vigil.clinical.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import health.vigil.clinical.evaluation.Life;
import health.vigil.clinical.evaluation.Lives;
import health.vigil.clinical.oracle.Calendar;
import health.vigil.clinical.rules.PartOfDay;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// What is made of many readings, against slow and obvious ways to the same.
class TrendsPropertyTest {

    private static final int TRIES = 150;

    private static List<Reading> having(Calendar calendar, Metric metric) {
        return calendar.trusted().stream()
                .filter(reading -> reading.measurements().containsKey(metric))
                .toList();
    }

    private static void assertSame(OptionalDouble found, List<BigDecimal> numbers) {
        if (numbers.isEmpty()) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found.orElseThrow()).isCloseTo(mean(numbers).doubleValue(), within(1e-9));
        }
    }

    private static BigDecimal mean(List<BigDecimal> numbers) {
        return numbers.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL128);
    }

    @Property(tries = TRIES)
    void countsEachReadingOnceAtItsPlaceByThePlanOfItsDay(
            @ForAll(supplier = Lives.class) Life life, @ForAll Metric metric) {
        var calendar = life.calendar();
        var readings = having(calendar, metric);

        var statistics = Statistics.of(calendar.trusted(), metric, life.plans());

        var figures = statistics.figures();
        assertThat(figures.count()).isEqualTo(readings.size());
        assertThat(figures.days())
                .isEqualTo(readings.stream()
                        .map(reading -> calendar.dayOf(reading.measuredAt()))
                        .distinct()
                        .count());
        assertThat(figures.below()).isEqualTo(at(-1, readings, metric, calendar));
        assertThat(figures.inRange()).isEqualTo(at(0, readings, metric, calendar));
        assertThat(figures.above()).isEqualTo(at(1, readings, metric, calendar));
        assertSame(figures.mean(), Calendar.numbers(Calendar.values(metric, readings)));
    }

    private static long at(int place, List<Reading> readings, Metric metric, Calendar calendar) {
        return readings.stream()
                .filter(reading -> {
                    var day = calendar.dayOf(reading.measuredAt());
                    var last = readings.stream()
                            .filter(other -> calendar.dayOf(other.measuredAt()).equals(day))
                            .max(Reading.BY_TIME)
                            .orElseThrow();
                    var target = calendar.planAt(last.measuredAt()).targets().get(metric);
                    var value = reading.value(metric).orElseThrow();
                    return (target == null ? 0 : target.place(value)) == place;
                })
                .count();
    }

    @Property(tries = TRIES)
    void knowsTheSpreadOfTheNumbers(@ForAll(supplier = Lives.class) Life life, @ForAll Metric metric) {
        var numbers = Calendar.numbers(Calendar.values(metric, life.calendar().trusted()));

        var statistics = Statistics.of(life.calendar().trusted(), metric, life.plans());

        assertThat(statistics.deviation().isPresent()).isEqualTo(numbers.size() >= 2);
        if (numbers.size() >= 2) {
            var mean = mean(numbers);
            var squares = numbers.stream()
                    .map(number -> number.subtract(mean).pow(2))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            var variance = squares.divide(BigDecimal.valueOf(numbers.size() - 1L), MathContext.DECIMAL128);
            assertThat(statistics.deviation().getAsDouble()).isCloseTo(Math.sqrt(variance.doubleValue()), within(1e-6));
            assertThat(statistics.min()).hasValue(numbers.getFirst().doubleValue());
            assertThat(statistics.max()).hasValue(numbers.getLast().doubleValue());
        }
    }

    @Property(tries = TRIES)
    void findsThePercentilesOfEachHourOfThePatientsClock(@ForAll(supplier = Lives.class) Life life) {
        var calendar = life.calendar();

        var hours = TypicalHour.of(calendar.trusted(), Metric.GLUCOSE, life.plans());

        assertThat(hours).extracting(TypicalHour::hour).isSorted().doesNotHaveDuplicates();
        assertThat(hours.stream().mapToInt(TypicalHour::count).sum())
                .isEqualTo(having(calendar, Metric.GLUCOSE).size());
        for (var hour : hours) {
            var values = Calendar.values(
                    Metric.GLUCOSE,
                    calendar.trusted().stream()
                            .filter(reading ->
                                    calendar.timeOf(reading.measuredAt()).getHour() == hour.hour())
                            .toList());
            assertThat(hour.count()).isEqualTo(values.size());
            assertThat(Stream.of(hour.p5(), hour.p25(), hour.median(), hour.p75(), hour.p95()))
                    .containsExactly(
                            percentile(values, 5),
                            percentile(values, 25),
                            percentile(values, 50),
                            percentile(values, 75),
                            percentile(values, 95));
        }
    }

    /// The least value that so many percent of all do not exceed.
    private static Value percentile(List<Value> values, int percent) {
        return values.stream()
                .filter(value -> 100
                                * values.stream()
                                        .filter(other -> other.rank() <= value.rank())
                                        .count()
                        >= (long) percent * values.size())
                .min(Comparator.comparingDouble(Value::rank))
                .orElseThrow();
    }

    @Property(tries = TRIES)
    void averagesSevenLocalDaysByTheirParts(
            @ForAll(supplier = Lives.class) Life life, @ForAll Metric metric, @ForAll PartOfDay part) {
        var calendar = life.calendar();
        var readings = having(calendar, metric);
        Assume.that(!readings.isEmpty());
        var last = calendar.dayOf(readings.get(readings.size() / 2).measuredAt());

        var mean = HomeMean.of(calendar.trusted(), metric, part, life.plans(), last);

        var counted = Stream.iterate(last, day -> day.minusDays(1))
                .limit(7)
                .flatMap(day -> calendar.on(day, ReadingKind.carrying(metric)).stream())
                .filter(reading -> part.contains(calendar.timeOf(reading.measuredAt())))
                .toList();
        var numbers = Calendar.numbers(Calendar.values(metric, counted));
        assertThat(mean.readings()).isEqualTo(numbers.size());
        if (numbers.isEmpty()) {
            assertThat(mean.mean()).isEmpty();
        } else {
            assertThat(mean.mean()).hasValue(metric.roundMean(mean(numbers).doubleValue()));
        }
    }

    @Property(tries = TRIES)
    void putsEveryGlucoseReadingIntoOneBand(@ForAll(supplier = Lives.class) Life life) {
        var values = Calendar.values(Metric.GLUCOSE, life.calendar().trusted());

        var bands = Band.count(life.calendar().trusted());

        assertThat(bands.getOrDefault(Band.VERY_LOW, 0)).isEqualTo(count(values, Double.NEGATIVE_INFINITY, 53));
        assertThat(bands.getOrDefault(Band.LOW, 0)).isEqualTo(count(values, 54, 69));
        assertThat(bands.getOrDefault(Band.IN_RANGE, 0)).isEqualTo(count(values, 70, 180));
        assertThat(bands.getOrDefault(Band.HIGH, 0)).isEqualTo(count(values, 181, 250));
        assertThat(bands.getOrDefault(Band.VERY_HIGH, 0)).isEqualTo(count(values, 251, Double.POSITIVE_INFINITY));
    }

    private static int count(List<Value> values, double from, double to) {
        return (int) values.stream()
                .filter(value -> value.rank() >= from && value.rank() <= to)
                .count();
    }

    @Property(tries = TRIES)
    void comparesTheLatestWeightWithTheThirtyDaysBefore(@ForAll(supplier = Lives.class) Life life) {
        var calendar = life.calendar();
        var weights = having(calendar, Metric.WEIGHT);

        var course = WeightCourse.of(calendar.trusted(), life.plans());

        var latest = weights.stream()
                .map(reading -> calendar.dayOf(reading.measuredAt()))
                .max(Comparator.naturalOrder());
        var before = latest.stream()
                .flatMap(day -> Stream.iterate(day.minusDays(1), each -> each.minusDays(1))
                        .limit(30))
                .flatMap(day -> median(weights, day, calendar).stream().boxed())
                .sorted()
                .toList();
        assertThat(course.isPresent()).isEqualTo(before.size() >= 3);
        course.ifPresent(found -> {
            assertThat(found.day()).isEqualTo(latest.orElseThrow());
            assertThat(found.latest())
                    .isEqualTo(median(weights, found.day(), calendar).orElseThrow());
            assertThat(found.days()).isEqualTo(before.size());
            assertThat(found.baseline()).isCloseTo(middle(before), within(0.0051));
        });
    }

    private static OptionalDouble median(List<Reading> weights, LocalDate day, Calendar calendar) {
        var numbers = Calendar.numbers(Calendar.values(
                Metric.WEIGHT,
                weights.stream()
                        .filter(reading -> calendar.dayOf(reading.measuredAt()).equals(day))
                        .toList()));
        return numbers.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Metric.WEIGHT.round(
                        middle(numbers.stream().map(BigDecimal::doubleValue).toList())));
    }

    private static double middle(List<Double> sorted) {
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    @Property(tries = TRIES)
    void isTheSameInWhateverOrderReadingsCame(@ForAll(supplier = Lives.class) Life life, @ForAll Random random) {
        var trusted = life.calendar().trusted();
        var shuffled = new ArrayList<>(trusted);
        Collections.shuffle(shuffled, random);

        assertThat(TypicalHour.of(shuffled, Metric.GLUCOSE, life.plans()))
                .isEqualTo(TypicalHour.of(trusted, Metric.GLUCOSE, life.plans()));
        assertThat(WeightCourse.of(shuffled, life.plans())).isEqualTo(WeightCourse.of(trusted, life.plans()));
        assertThat(Statistics.of(shuffled, Metric.SYSTOLIC, life.plans())
                        .figures()
                        .inRange())
                .isEqualTo(Statistics.of(trusted, Metric.SYSTOLIC, life.plans())
                        .figures()
                        .inRange());
    }
}
