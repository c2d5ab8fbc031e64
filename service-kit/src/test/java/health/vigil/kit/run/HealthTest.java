package health.vigil.kit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final Health health = new Health();

    @Test
    void isWellWhereNoPartHasAProblem() {
        health.readiness("database", Optional::empty);
        health.liveness("topology", Optional::empty);

        assertThat(health.ready()).isEqualTo(Map.of("database", "ok", "topology", "ok"));
        assertThat(Health.isWell(health.ready())).isTrue();
    }

    @Test
    void isNotReadyWhileAPartIsAwayButGoesOnLiving() {
        health.readiness("database", () -> Optional.of("the database is away"));
        health.liveness("topology", Optional::empty);

        assertThat(health.ready()).containsEntry("database", "the database is away");
        assertThat(Health.isWell(health.ready())).isFalse();
        assertThat(health.live()).isEqualTo(Map.of("topology", "ok"));
    }

    @Test
    void isNeitherAliveNorReadyWhenAVitalPartHasFailed() {
        health.liveness("topology", () -> Optional.of("the topology has stopped"));

        assertThat(Health.isWell(health.live())).isFalse();
        assertThat(Health.isWell(health.ready())).isFalse();
    }

    @Test
    void isNotAliveAnyMoreWhenAThreadOfItHasEnded() throws InterruptedException {
        var going = new CountDownLatch(1);
        var thread = Thread.ofVirtual().unstarted(() -> {
            try {
                going.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            throw new IllegalStateException("not foreseen");
        });
        health.thread("outbox-thread", thread);
        var before = health.live();
        thread.start();
        var during = health.live();

        going.countDown();
        thread.join();

        assertThat(before).isEqualTo(Map.of("outbox-thread", "ok"));
        assertThat(during).isEqualTo(before);
        assertThat(health.live()).isEqualTo(Map.of("outbox-thread", "the thread has ended; restart"));
    }

    @Test
    void asksEachTimeAnew() {
        var problem = new AtomicReference<>(Optional.of("starting"));
        health.readiness("database", problem::get);
        var before = health.ready();

        problem.set(Optional.empty());

        assertThat(Health.isWell(before)).isFalse();
        assertThat(Health.isWell(health.ready())).isTrue();
    }

    @Test
    void isWellWithoutAnyPart() {
        assertThat(Health.isWell(health.ready())).isTrue();
    }
}
