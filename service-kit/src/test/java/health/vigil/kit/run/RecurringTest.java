package health.vigil.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecurringTest {

    private static final Duration SOON = Duration.ofMillis(1);

    private final AtomicInteger done = new AtomicInteger();

    @Test
    void isDoneAgainAfterAFailure() {
        try (var _ = Recurring.start("failing", SOON, () -> {
            if (done.incrementAndGet() % 2 == 1) {
                throw new IllegalStateException("away");
            }
        })) {
            await().until(() -> done.get() > 4);
        }
    }

    @Test
    void isDoneNoMoreOnceItIsClosed() {
        var recurring = Recurring.start("counting", SOON, done::incrementAndGet);
        await().until(() -> done.get() > 0);

        recurring.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("counting"));
    }
}
