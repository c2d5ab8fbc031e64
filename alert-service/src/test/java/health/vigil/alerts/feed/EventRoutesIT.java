package health.vigil.alerts.feed;

import static health.vigil.alerts.samples.Episodes.id;
import static health.vigil.alerts.samples.Episodes.raised;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.alerts.intake.ToldEpisodes;
import health.vigil.alerts.store.Steps;
import health.vigil.kit.access.Role;
import health.vigil.kit.access.SignedIn;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.http.LiveFeed;
import health.vigil.kit.http.WebServer;
import health.vigil.kit.sight.Sight;
import health.vigil.parts.TestStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every step of every alert, without a gap, whoever was slow and whoever was away.
class EventRoutesIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "alerts");

    @AutoClose
    private final LiveFeed feed = new LiveFeed(AlertChanges.EVENT, Duration.ofMillis(100), Duration.ZERO);

    @AutoClose
    private final WebServer server = new WebServer(
                    new HttpSettings("127.0.0.1", 0),
                    _ -> Optional.of(new SignedIn("nora", "Nora", Role.NURSE, "token", Instant.MAX)),
                    _ -> Optional.empty(),
                    _ -> {},
                    List.of(new EventRoutes(
                            DATABASE.database().jdbi(),
                            new Sight(DATABASE.database().jdbi(), Clock.systemUTC()),
                            feed)))
            .start();

    @BeforeEach
    void begin() {
        DATABASE.empty("alerts.alert");
        new ToldEpisodes(DATABASE, Clock.systemUTC()).tell(raised("low"));
    }

    private static void step(String step) {
        DATABASE.database().jdbi().useTransaction(handle -> add(handle, step));
    }

    private static void add(Handle handle, String step) {
        Steps.add(handle, id("low"), Instant.parse("2026-11-01T06:15:00Z"), step, "nora", "");
    }

    /// What a client hears that has seen the event of that id last.
    private Queue<String> listen(HttpClient client, String lastEventId) {
        var heard = new ConcurrentLinkedQueue<String>();
        var before = feed.clients();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/alerts/events"))
                .header("Cookie", Gate.COOKIE + "=any")
                .header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        var _ = client.sendAsync(request.build(), BodyHandlers.fromLineSubscriber(new Lines(heard)));
        await().until(() -> feed.clients() == before + 1);
        return heard;
    }

    private static List<String> steps(Queue<String> heard) {
        return heard.stream()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.replaceFirst(".*\"step\":\"([a-z-]+)\".*", "$1"))
                .toList();
    }

    private static String lastId(Queue<String> heard) {
        return heard.stream()
                .filter(line -> line.startsWith("id:"))
                .reduce((_, later) -> later)
                .map(line -> line.substring(3).strip())
                .orElse("");
    }

    @Test
    void aClientThatComesBackGetsWhatItMissedAndNothingTwice() {
        String last;
        try (var client = HttpClient.newHttpClient()) {
            var heard = listen(client, "");
            step("acknowledged");
            feed.signal();
            await().untilAsserted(() -> assertThat(steps(heard)).containsExactly("acknowledged"));
            last = lastId(heard);
            client.shutdownNow();
        }
        await().until(() -> feed.clients() == 0);
        step("note");
        step("resolved");

        try (var client = HttpClient.newHttpClient()) {
            var heard = listen(client, last);

            await().untilAsserted(() -> assertThat(steps(heard)).containsExactly("note", "resolved"));
            client.shutdownNow();
        }
    }

    @Test
    void aSlowTransactionIsNotPassedOver() {
        try (var client = HttpClient.newHttpClient();
                var slow = DATABASE.database().jdbi().open()) {
            var heard = listen(client, "");
            slow.begin();
            add(slow, "slow");
            step("quick");
            feed.signal();

            slow.commit();
            feed.signal();

            await().untilAsserted(() -> assertThat(steps(heard)).containsExactly("slow", "quick"));
            client.shutdownNow();
        }
    }
}
