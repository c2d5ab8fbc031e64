package health.vigil.kit.http;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Server-sent events that say *something has changed*: the page then asks for what it shows.
///
/// A client is told so once when it comes, and comes back: something may have changed since the page was made, or while
/// the connection was lost.
///
/// Signals that come faster than a client takes them are one signal, so a storm costs a client no more than a trickle,
/// and the last state is never missed. Each client has one writer, a virtual thread.
public final class LiveFeed implements AutoCloseable {

    private static final String END = "";

    private final Set<BlockingQueue<String>> clients = ConcurrentHashMap.newKeySet();
    private final String event;
    private final Duration heartbeat;
    private final Duration atMostEvery;
    private volatile boolean closed;

    /// @param event what its signals are called
    /// @param heartbeat how soon a client that has gone is noticed
    /// @param atMostEvery the shortest time between two signals to one client
    public LiveFeed(String event, Duration heartbeat, Duration atMostEvery) {
        this.event = event;
        this.heartbeat = heartbeat;
        this.atMostEvery = atMostEvery;
    }

    /// Tells every client.
    public void signal() {
        // A queue that is full holds a signal that was not taken yet, which will do for this one too.
        clients.forEach(client -> client.offer(event));
    }

    /// How many clients listen.
    public int clients() {
        return clients.size();
    }

    /// What a client is sent when something has changed.
    @FunctionalInterface
    public interface Answer {

        void to(SseClient client);
    }

    /// Serves a client until it goes or the feed is closed; it is told no more than that something has changed.
    public void serve(SseClient client) {
        serve(client, to -> to.sendEvent(event, "changed"));
    }

    /// Serves a client until it goes, is signed in no more, or the feed is closed.
    ///
    /// @param answer called in the one thread of this client
    public void serve(SseClient client, Answer answer) {
        var queue = new ArrayBlockingQueue<String>(1);
        queue.add(event);
        clients.add(queue);
        try {
            client.sendComment("open");
            var looked = System.nanoTime();
            while (!closed && !client.terminated()) {
                var signal = queue.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
                if (System.nanoTime() - looked >= heartbeat.toNanos()) {
                    looked = System.nanoTime();
                    if (!Gate.isStillSignedIn(client.ctx())) {
                        return;
                    }
                }
                if (!send(client, signal, answer)) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(queue);
            client.close();
        }
    }

    private boolean send(SseClient client, @Nullable String signal, Answer answer) throws InterruptedException {
        if (signal == null) {
            client.sendComment("heartbeat");
            return true;
        }
        if (signal.equals(END)) {
            return false;
        }
        answer.to(client);
        TimeUnit.NANOSECONDS.sleep(atMostEvery.toNanos());
        return true;
    }

    @Override
    public void close() {
        closed = true;
        clients.forEach(client -> {
            // When a signal slips in between, its client sees `closed` right after it.
            client.clear();
            client.offer(END);
        });
    }
}
