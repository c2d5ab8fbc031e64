package health.vigil.local.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Many devices that were away for thirty days: each connects, publishes all it has measured, reading by reading, and
/// goes. So many are connected at once as the machine takes.
final class BacklogStorm implements Background {

    private static final int DAYS = 30;

    private final Way way;
    private final Population population;
    private final Life life;
    private final long storedBefore;
    private final ExecutorService connections;
    private final List<Future<Integer>> done = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    /// Starts it.
    ///
    /// @param population one patient a device
    BacklogStorm(Way way, Population population, int connections, Instant today) {
        this.way = way;
        this.population = population;
        this.life = new Life(population.patients(), today.minus(Duration.ofDays(DAYS)), 0);
        this.storedBefore = way.stored();
        this.connections = Executors.newFixedThreadPool(connections);
        for (var i = 0; i < connections; i++) {
            done.add(this.connections.submit(this::publishAll));
        }
    }

    /// One device after the other.
    ///
    /// @return how many
    private int publishAll() throws Exception {
        var devices = 0;
        for (var device = next.getAndIncrement(); device < population.patients(); device = next.getAndIncrement()) {
            try (var publisher = new Publisher(way.mqtt(), population.hubs().get(population.hubOf(device)))) {
                for (var turn = 0; turn < DAYS * Life.A_DAY; turn++) {
                    var sample = life.sample((long) turn * population.patients() + device);
                    publisher.publish(sample.json(population.slotOf(device)));
                }
                publisher.awaitAcknowledged();
            }
            devices++;
        }
        return devices;
    }

    long readings() {
        return (long) population.patients() * DAYS * Life.A_DAY;
    }

    @Override
    public boolean isDone() {
        for (var each : done) {
            if (each.isDone()) {
                check(each);
            }
        }
        return way.stored() - storedBefore >= readings();
    }

    private static void check(Future<Integer> done) {
        try {
            done.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a device could not send its backlog", failure.getCause());
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", failure);
        }
    }

    /// Waits for what is under way.
    @Override
    public void close() {
        next.set(population.patients());
        connections.close();
    }
}
