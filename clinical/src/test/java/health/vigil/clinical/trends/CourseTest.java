package health.vigil.clinical.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import health.vigil.clinical.plans.TargetRange;
import java.time.LocalDate;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CourseTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final TargetRange TARGET = new TargetRange(90, 134);

    private static NavigableMap<LocalDate, Double> means(int days, IntToDoubleFunction value) {
        var means = new TreeMap<LocalDate, Double>();
        IntStream.range(0, days).forEach(day -> means.put(TODAY.plusDays(day), value.applyAsDouble(day)));
        return means;
    }

    private static Course course(IntToDoubleFunction value) {
        var days = new TreeMap<LocalDate, DayFigures>();
        IntStream.range(0, 70)
                .forEach(back -> days.put(
                        TODAY.minusDays(back),
                        new DayFigures(
                                TODAY.minusDays(back), 2, 2, OptionalDouble.of(value.applyAsDouble(back)), 0, 1, 1)));
        return Course.of(days, TODAY);
    }

    @Test
    void aLineIsItsOwnSlopeWhateverAFewDaysSay() {
        var odd = means(28, day -> day % 9 == 4 ? 400 : 120 + 0.5 * day);

        var slope = Slope.of(odd).orElseThrow();

        assertThat(slope.perWeek()).isCloseTo(3.5, within(0.5));
        assertThat(slope.isSure()).isTrue();
        assertThat(Slope.of(means(28, day -> 120 + 0.5 * day)).orElseThrow().perWeek())
                .isCloseTo(3.5, within(1e-9));
    }

    @Test
    void nothingIsSaidOfFewDays() {
        assertThat(Slope.of(means(7, day -> day))).isEmpty();
        assertThat(Slope.of(means(8, day -> day))).isPresent();
    }

    @Test
    void ofNoiseAloneAboutOneInTwentyLooksSure() {
        var random = new Random(7);
        var sure = IntStream.range(0, 2000)
                .filter(_ -> Slope.of(means(28, _ -> 130 + 10 * random.nextGaussian()))
                        .orElseThrow()
                        .isSure())
                .count();

        assertThat(sure / 2000.0).isBetween(0.03, 0.07);
    }

    /// Sen's own example has no days in it; this one was worked by hand: slopes of y = 0, 2, 1, 4, 6, 5, 8, 9 a day
    /// apart.
    @Test
    void theIntervalIsOfTheOrderedSlopes() {
        double[] values = {0, 2, 1, 4, 6, 5, 8, 9};

        var slope = Slope.of(means(8, day -> values[day] / 7)).orElseThrow();

        // 28 slopes, standard deviation of S √(8·7·21/18) = 8.083, spread 15.84: the 6th and the 23rd.
        var slopes = IntStream.range(0, 8)
                .boxed()
                .flatMap(i -> IntStream.range(i + 1, 8).mapToObj(j -> (values[j] - values[i]) / (j - i)))
                .sorted()
                .toList();
        assertThat(slope.low()).isCloseTo(slopes.get(5), within(1e-9));
        assertThat(slope.high()).isCloseTo(slopes.get(22), within(1e-9));
        assertThat(slope.perWeek()).isCloseTo((slopes.get(13) + slopes.get(14)) / 2, within(1e-9));
    }

    @Test
    void fourWeeksAreComparedWithTheFourBefore() {
        var course = course(back -> back < 28 ? 150 : back < 56 ? 130 : 1000);

        assertThat(course.now()).isEqualTo(new Figures(28, 56, OptionalDouble.of(150), 0, 28, 28));
        assertThat(course.before().mean()).hasValue(130);
        assertThat(course.before().days()).isEqualTo(28);
        assertThat(course.now().shareInRange()).hasValue(0.5);
    }

    @Test
    void whoLeavesTheTargetOrIsOutsideAndGoesOnGetsWorse() {
        assertThat(course(back -> 130 - 0.5 * back).isWorsening(TARGET)).isTrue();
        assertThat(course(back -> 160 - 0.5 * back).isWorsening(TARGET)).isTrue();
        assertThat(course(back -> 95 + 0.5 * back).isWorsening(TARGET)).isTrue();
    }

    @Test
    void whoComesBackOrStaysDoesNot() {
        assertThat(course(back -> 150 + 0.5 * back).isWorsening(TARGET)).isFalse();
        assertThat(course(_ -> 150).isWorsening(TARGET)).isFalse();
        assertThat(course(back -> 110 - 0.1 * back).isWorsening(TARGET)).isFalse();
    }
}
