package health.vigil.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.clinical.plans.Template;
import health.vigil.plandocuments.PlanDocument;
import health.vigil.schemas.wire.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A month of a thousand devices must not keep a nurse from what happens now.
class GoingFirstIT {

    private static final int BACKLOG = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path home = Path.of("");

    @Test
    void whatComesNowIsTakenBeforeWhatWasMeasuredLongAgoThoughItCameLast() throws Exception {
        var now = Clock.systemUTC().instant();
        try (var streams = new StreamBench(home);
                var readings = streams.consumer(Topics.READINGS)) {
            var plan = PlanDocument.write(Template.STANDARD.in(ZoneId.of("Europe/Berlin")));
            var patients = streams.patients("away for a month", 100, plan);
            var today = streams.patients("today", 1, plan).getFirst();
            for (var i = 0; i < BACKLOG; i++) {
                var at = now.minus(Duration.ofDays(30)).plusSeconds(i * 60L);
                streams.sendLate(streams.pressure(patients.get(i % patients.size()), at, now, 125));
            }
            var dangerous = streams.pressure(today, now, now, 190);
            streams.send(dangerous);

            var seen = order(streams, readings);

            assertThat(seen.indexOf(dangerous.getId())).isBetween(0, BACKLOG / 2);
        }
    }

    /// The readings in the order in which the first half gave them to the second.
    private static List<UUID> order(StreamBench streams, KafkaConsumer<byte[], byte[]> readings) {
        var seen = new ArrayList<UUID>();
        await().atMost(PATIENCE).until(() -> {
            readings.poll(Duration.ofMillis(100))
                    .forEach(record -> seen.add(streams.wire()
                            .deserializer(Topics.READINGS)
                            .deserialize(record.topic(), record.value())
                            .getReading()
                            .getId()));
            return seen.size() > BACKLOG;
        });
        return seen;
    }
}
