package health.vigil.kit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
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
