package health.vigil.stream.samples;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/// The weeks around a change of the clocks, in which everything happens.
public final class Calendar {

    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");
    private static final int DAYS_EACH_SIDE = 12;
    private static final int MINUTES_A_DAY = 24 * 60;

    private Calendar() {}

    /// Many of them equal.
    public static Arbitrary<Instant> moments() {
        var minutes = DAYS_EACH_SIDE * MINUTES_A_DAY;
        var halfDays = Arbitraries.integers()
                .between(-2 * DAYS_EACH_SIDE, 2 * DAYS_EACH_SIDE)
                .map(half -> half * MINUTES_A_DAY / 2);
        return Arbitraries.frequencyOf(
                        Tuple.of(2, Arbitraries.integers().between(-minutes, minutes)), Tuple.of(1, halfDays))
                .map(minute -> NOON.plus(Duration.ofMinutes(minute)));
    }
}
