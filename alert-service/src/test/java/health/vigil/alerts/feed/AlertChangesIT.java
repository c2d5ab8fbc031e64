package health.vigil.alerts.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.alerts.intake.ToldEpisodes;
import health.vigil.alerts.samples.Episodes;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.http.LiveFeed;
import health.vigil.kit.http.Routes;
import health.vigil.kit.http.WebServer;
import health.vigil.parts.TestStore;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From a commit in the database to a page that is open in a browser.
class AlertChangesIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "alerts");

    private static final String WORD = "event: alerts";

    @AutoClose
    private final LiveFeed feed = new LiveFeed(AlertChanges.EVENT, Duration.ofMillis(100), Duration.ZERO);

    @AutoClose
    private final WebServer server = new WebServer(
                    new HttpSettings("127.0.0.1", 0),
                    _ -> Optional.empty(),
                    _ -> Optional.empty(),
                    _ -> {},
                    List.of(new Feed(feed)))
            .start();

    private final HttpClient browser = HttpClient.newHttpClient();

    @AutoClose
    private final AlertChanges changes =
            new AlertChanges(DATABASE.database(), DATABASE.telemetry().health(), () -> feed.signal());

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    private record Feed(LiveFeed feed) implements Routes {

        @Override
        public void register(RoutesConfig routes) {
            routes.sse("/feed", feed::serve, Access.ANYONE);
        }

        @Override
        public void stopping() {
            feed.close();
        }
    }

    @BeforeEach
    void openThePage() throws IOException {
        DATABASE.empty("alerts.alert");
        changes.start();
        await().until(() -> "ok".equals(DATABASE.telemetry().health().ready().get("alert-feed")));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/feed"))
                .header("Accept", "text/event-stream")
                .build();
        var answer = browser.sendAsync(request, BodyHandlers.fromLineSubscriber(new Lines(heard)));
        await().untilAsserted(() -> assertThat(heard).as("as it opens").contains(WORD));
        heard.clear();
        assertThat(answer).isNotCompletedExceptionally();
    }

    @AfterEach
    void closeThePage() {
        browser.shutdownNow();
    }

    @Test
    void tellsAnOpenPageThatAnAlertWasRaised() {
        new ToldEpisodes(DATABASE, Clock.systemUTC()).tell(Episodes.raised("low"));

        await().untilAsserted(() -> assertThat(heard).contains(WORD));
    }

    @Test
    void saysNothingOfAChangeThatWasNotCommitted() {
        DATABASE.database().jdbi().useHandle(handle -> {
            handle.begin();
            AlertChanges.announce(handle);
            handle.rollback();
        });

        var before = heard.size();
        // Two heartbeats later it would have been heard.
        await().until(() -> heard.size() >= before + 4);
        assertThat(heard).doesNotContain(WORD);
    }

    @Test
    void listensAgainAfterItsConnectionWasLost() {
        DATABASE.database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'"));

        await().untilAsserted(() -> assertThat(heard).contains(WORD));
    }
}
