package health.vigil.local.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    private static final long NANOS = 1_000_000_000L;

    /// Publishes as fast as it is let, with a clock that only the waits move.
    private static Duration timeFor(int messages, int bytes, long begin) {
        var now = begin;
        var pace = new Pace(now);
        for (var sent = 0; sent < messages; sent++) {
            now += pace.take(bytes, now).toNanos();
        }
        return Duration.ofNanos(now - begin);
    }

    @ParameterizedTest
    @CsvSource({
        // The burst; two and a half seconds beyond; the burst in bytes; four seconds beyond.
        "10000, 100, PT0S",
        "15000, 100, PT2.5S",
        "256, 65536, PT0S",
        "384, 65536, PT4S",
    })
    void letsABurstThroughAndSlowsWhatFollows(int messages, int bytes, Duration time) {
        assertThat(timeFor(messages, bytes, 0)).isEqualTo(time);
        assertThat(timeFor(messages, bytes, Long.MAX_VALUE - NANOS)).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({"1, PT1S", "10, PT0S"})
    void forgetsABurstInTime(int secondsLater, Duration wait) {
        var pace = new Pace(0);
        for (var sent = 0; sent < 15_000; sent++) {
            var _ = pace.take(100, 0);
        }

        assertThat(pace.take(100, secondsLater * NANOS).toSeconds()).isEqualTo(wait.toSeconds());
    }
}
