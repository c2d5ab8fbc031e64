package health.vigil.local.bench;

import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/// Publishes at a constant rate until it is closed.
final class SteadyLoad implements Background {

    private final Load load;
    private final double rate;
    private final Thread thread = Thread.ofPlatform().name("steady-load").unstarted(this::run);
    private volatile boolean closed;
    private volatile @Nullable Exception failure;

    /// Starts it.
    ///
    /// @param load closed with it
    /// @param rate readings a second
    SteadyLoad(Load load, double rate) {
        this.load = load;
        this.rate = rate;
        thread.start();
    }

    private void run() {
        var started = System.nanoTime();
        try {
            for (var sent = 0L; !closed; sent++) {
                load.publish();
                var ahead = started + (long) (sent / rate * 1e9) - System.nanoTime();
                // A timer is no finer than that.
                if (ahead > 500_000) {
                    LockSupport.parkNanos(ahead);
                }
            }
        } catch (MqttException | RuntimeException problem) {
            failure = problem;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isDone() {
        var problem = failure;
        if (problem != null) {
            throw new IllegalStateException("the load generator failed", problem);
        }
        return false;
    }

    @Override
    public void close() throws MqttException {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        load.close();
    }
}
