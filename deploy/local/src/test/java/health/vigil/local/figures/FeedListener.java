package health.vigil.local.figures;

import health.vigil.kit.http.Gate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Listens to the nurse's live feed as her page does.
final class FeedListener implements AutoCloseable {

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final Thread thread;
    private int signals;
    private long lastAt;

    FeedListener(String root, String username, String password) throws IOException, InterruptedException {
        var credentials = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password);
        client.send(
                HttpRequest.newBuilder(URI.create(root + "/api/session"))
                        .POST(HttpRequest.BodyPublishers.ofString(credentials))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        var feed = client.send(
                HttpRequest.newBuilder(URI.create(root + "/api/alerts/feed"))
                        .header("Accept", "text/event-stream")
                        .header(Gate.CSRF_HEADER, "none")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        var reader = new BufferedReader(new InputStreamReader(feed.body(), StandardCharsets.UTF_8));
        this.thread = Thread.ofVirtual().start(() -> listen(reader));
    }

    private void listen(BufferedReader reader) {
        try (reader) {
            reader.lines().filter(line -> line.startsWith("event:")).forEach(_ -> signalled());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (UncheckedIOException _) {
            // The feed ended because the listener was closed.
            signalled();
        }
    }

    private synchronized void signalled() {
        signals++;
        lastAt = System.nanoTime();
        notifyAll();
    }

    synchronized int signals() {
        return signals;
    }

    /// When the next signal after so many came, by the nano clock.
    synchronized long awaitMore(int than, Duration patience) throws InterruptedException {
        var until = System.nanoTime() + patience.toNanos();
        while (signals <= than) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("no signal came");
            }
            wait(patience.toMillis());
        }
        return lastAt;
    }

    @Override
    public void close() {
        client.shutdownNow();
        thread.interrupt();
    }
}
