package health.vigil.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RatesTest {

    private final AtomicLong now = new AtomicLong();
    private final Rates rates = new Rates(2, 10, now::get);

    private long taken(String caller, int wanted) {
        return IntStream.range(0, wanted).filter(_ -> rates.take(caller)).count();
    }

    @Test
    void someComeAtOnceAndThenAsManyAsTheRateSays() {
        assertThat(taken("nora", 100)).isEqualTo(10);
        assertThat(taken("nora", 100)).isZero();

        now.addAndGet(Duration.ofSeconds(3).toNanos());

        assertThat(taken("nora", 100)).isEqualTo(6);
    }

    @Test
    void oneCallerTakesNothingFromAnother() {
        taken("nora", 100);

        assertThat(taken("otto", 3)).isEqualTo(3);
    }

    @Test
    void aLongRestGivesNoMoreThanTheBucketHolds() {
        taken("nora", 100);

        now.addAndGet(Duration.ofDays(1).toNanos());

        assertThat(taken("nora", 100)).isEqualTo(10);
    }

    @Test
    void callersByTheThousandAreForgottenAgain() {
        for (var caller = 0; caller < 120_000; caller++) {
            rates.take("made-up-" + caller);
            now.addAndGet(Duration.ofMillis(10).toNanos());
        }

        assertThat(taken("nora", 100)).isEqualTo(10);
    }
}
