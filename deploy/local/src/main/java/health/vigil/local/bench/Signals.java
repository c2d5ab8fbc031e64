package health.vigil.local.bench;

import java.time.Duration;

/// Counts signals and remembers when the last one came.
final class Signals {

    private int count;
    private long lastAt;

    synchronized void arrived() {
        count++;
        lastAt = System.nanoTime();
        notifyAll();
    }

    synchronized int count() {
        return count;
    }

    /// When the next signal after so many came, by the nano clock.
    ///
    /// @throws IllegalStateException when none comes in time
    synchronized long awaitMore(int than, Duration patience) throws InterruptedException {
        var until = System.nanoTime() + patience.toNanos();
        while (count <= than) {
            var left = Duration.ofNanos(until - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new IllegalStateException("no signal came within " + patience.toSeconds() + " s of its reading");
            }
            wait(left);
        }
        return lastAt;
    }
}
