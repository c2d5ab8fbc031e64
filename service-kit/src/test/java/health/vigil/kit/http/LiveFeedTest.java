package health.vigil.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveFeedTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsAnOpenPageThatSomethingHasChanged() {
        var lines = open();

        server.feed().signal();

        await().untilAsserted(() -> assertThat(lines).contains("event: alerts", "data: changed"));
    }

    /// Something may have changed since it was made, or while it was cut off.
    @Test
    void tellsAPageOnceAsItOpens() {
        var lines = read();

        await().untilAsserted(() -> assertThat(lines).contains("event: alerts", "data: changed"));
    }

    @Test
    void tellsEveryOpenPage() {
        var nurse = open();
        var colleague = open();

        server.feed().signal();

        await().untilAsserted(() -> assertThat(List.of(nurse, colleague))
                .allSatisfy(lines -> assertThat(lines).contains("event: alerts")));
    }

    @Test
    void aStormCostsAPageNoMoreThanATrickle() {
        var lines = open();

        for (var turn = 0; turn < 10_000; turn++) {
            server.feed().signal();
        }

        await().untilAsserted(() -> assertThat(lines).contains("event: alerts"));
        assertThat(lines).hasSizeLessThan(300);
    }

    @Test
    void theServerStopsWithinTwoSecondsThoughAPageIsOpen() {
        open();
        var started = System.nanoTime();

        server.close();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void forgetsEveryPageOnceItIsClosed() {
        open();

        server.feed().close();

        await().untilAsserted(() -> assertThat(server.feed().clients()).isZero());
    }

    @Test
    void takesNoPageInAfterItsEnd() {
        server.feed().close();

        var lines = read();

        await().untilAsserted(() -> assertThat(lines).contains("end of stream"));
        assertThat(server.feed().clients()).isZero();
    }

    /// The lines that come after those with which it opens.
    private List<String> open() {
        var lines = read();
        await().until(() -> lines.contains("data: changed") && lines.getLast().isEmpty());
        lines.clear();
        return lines;
    }

    private List<String> read() {
        var lines = new CopyOnWriteArrayList<String>();
        Thread.startVirtualThread(() -> {
            try {
                var request =
                        server.to("/feed").header("Accept", "text/event-stream").build();
                server.client().send(request, BodyHandlers.ofLines()).body().forEach(lines::add);
            } catch (IOException | InterruptedException _) {
                lines.add("cut off");
            }
            lines.add("end of stream");
        });
        return lines;
    }
}
