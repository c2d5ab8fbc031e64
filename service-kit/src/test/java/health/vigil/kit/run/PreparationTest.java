package health.vigil.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PreparationTest {

    private final Health health = new Health();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isThere = new AtomicBoolean();

    private void need() {
        if (!isThere.get()) {
            throw new IllegalStateException("the topic is not there yet");
        }
        done.add("first");
    }

    @Test
    void saysWhatItWaitsForAndGoesOnOnceItIsThere() {
        try (var _ = new Preparation(health)
                .then("kafka", this::need)
                .then("parts", () -> done.add("second"))
                .start()) {
            await().untilAsserted(() ->
                    assertThat(health.ready()).containsEntry("start", "kafka: the topic is not there yet"));
            assertThat(done).isEmpty();
            assertThat(health.live()).isEmpty();

            isThere.set(true);

            await().untilAsserted(() -> assertThat(health.ready()).containsEntry("start", "ok"));
            assertThat(done).containsExactly("first", "second");
        }
    }

    @Test
    void stopsWhileItWaits() {
        var preparation = new Preparation(health).then("kafka", this::need).start();
        await().untilAsserted(
                        () -> assertThat(health.ready().get("start")).isEqualTo("kafka: the topic is not there yet"));

        preparation.close();
        isThere.set(true);

        assertThat(done).isEmpty();
    }
}
