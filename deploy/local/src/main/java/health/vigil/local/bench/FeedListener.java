package health.vigil.local.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/// Listens to the events of alerts as a page does; what follows on an alert, such as who is told, is no signal.
final class FeedListener implements AutoCloseable {

    private final SignedInClient client;
    private final Signals signals;

    FeedListener(String root, String username, String password, Signals signals)
            throws IOException, InterruptedException {
        this.client = new SignedInClient(root, username, password);
        this.signals = signals;
        var feed = client.get("/api/alerts/events", "text/event-stream", HttpResponse.BodyHandlers.ofInputStream());
        var reader = new BufferedReader(new InputStreamReader(feed.body(), StandardCharsets.UTF_8));
        Thread.ofVirtual().name("feed").start(() -> listen(reader));
    }

    private void listen(BufferedReader reader) {
        try (reader) {
            reader.lines()
                    .filter(line -> line.startsWith("data:") && line.contains("\"step\":\"raised\""))
                    .forEach(_ -> signals.arrived());
        } catch (IOException | UncheckedIOException _) {
            // The feed ends when the listener is closed; who waits for a signal finds out if it ended before.
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
