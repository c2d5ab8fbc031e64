package health.vigil.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LifecycleTest {

    private final Lifecycle lifecycle = new Lifecycle();
    private final List<String> stopped = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void letWhatHangsEnd() {
        never.countDown();
    }

    @Test
    void stopsItsPartsInTheReverseOrderOfTheirStart() {
        start("database");
        start("consumer");
        start("http");

        lifecycle.close();

        assertThat(stopped).containsExactly("http", "consumer", "database");
    }

    @Test
    void givesBackThePartThatStarted() {
        AutoCloseable part = () -> {};

        assertThat(lifecycle.started("part", part)).isSameAs(part);
    }

    @Test
    void stopsTheOthersWhenOneFailsToStop() {
        start("database");
        lifecycle.started("consumer", () -> {
            throw new IllegalStateException("cannot stop");
        });
        start("http");

        assertThatCode(lifecycle::close).doesNotThrowAnyException();

        assertThat(stopped).containsExactly("http", "database");
    }

    @Test
    void stopsTheOthersWhenOneHangs() {
        start("database");
        lifecycle.started("consumer", never::await);
        start("http");

        lifecycle.close();

        assertThat(stopped).containsExactly("http", "database");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void endsEvenWhenAPartHangsAndCannotBeInterrupted() {
        start("database");
        lifecycle.started("consumer", this::hangUninterruptibly);

        lifecycle.close();

        assertThat(stopped).containsExactly("database");
    }

    @Test
    void stopsEveryPartThoughItsThreadIsInterrupted() {
        start("database");
        start("consumer");
        start("http");
        Thread.currentThread().interrupt();

        lifecycle.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped).containsExactly("http", "consumer", "database");
    }

    @Test
    void stopsEachPartOnceOnly() {
        start("database");
        lifecycle.close();

        lifecycle.close();

        assertThat(stopped).containsExactly("database");
    }

    @Test
    void lastsNoLongerThanItsPartsTakeToStop() {
        start("database");
        start("http");
        var started = System.nanoTime();

        lifecycle.close();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
    }

    private void start(String name) {
        lifecycle.started(name, () -> stopped.add(name));
    }

    private void hangUninterruptibly() {
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException _) {
                // That is what this part does wrong.
            }
        }
    }
}
