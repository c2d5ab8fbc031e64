package health.vigil.local.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts again what has ended by itself, as systemd or Kubernetes would.
final class Supervisor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Deployment deployment;
    private final Map<String, Integer> ended = new TreeMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("supervisor").unstarted(this::watch);

    Supervisor(Deployment deployment) {
        this.deployment = deployment;
    }

    void start() {
        thread.start();
    }

    /// How often each part has ended by itself.
    synchronized Map<String, Integer> ended() {
        return Map.copyOf(ended);
    }

    private void watch() {
        try {
            while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            LOG.error("a part cannot be started again", failure);
        }
    }

    private synchronized void look() throws IOException {
        for (var name : deployment.revive()) {
            ended.merge(name, 1, Integer::sum);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
