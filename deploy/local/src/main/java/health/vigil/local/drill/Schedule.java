package health.vigil.local.drill;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Which faults come, and in which order: the same for the same seed.
///
/// They are dealt from a deck that holds each kind, the more important ones several times, and is shuffled anew when it
/// is empty: so even a short drill has most kinds.
final class Schedule {

    private final Random random;
    private final List<String> parts;
    private final List<Link> links;
    private final Extent extent;
    private final Deque<Supplier<Fault>> deck = new ArrayDeque<>();

    /// How long and how much.
    ///
    /// @param longestPause of a process, and of a spoiled connection
    /// @param backlogDevices that come back at once
    /// @param brokerMayDie whether the broker may be killed, or only be paused
    record Extent(Duration longestPause, int backlogDevices, boolean brokerMayDie) {}

    Schedule(long seed, List<String> parts, List<Link> links, Extent extent) {
        this.random = new Random(seed);
        this.parts = parts;
        this.links = links;
        this.extent = extent;
    }

    /// All parts in the order of their first start.
    List<String> firstStart() {
        return shuffled(parts);
    }

    Fault next() {
        if (deck.isEmpty()) {
            deck.addAll(shuffled(kinds()));
        }
        return deck.removeFirst().get();
    }

    private List<Supplier<Fault>> kinds() {
        return List.of(
                () -> kill("kill of one", 1),
                () -> kill("kill of one", 1),
                () -> kill("kill of one", 1),
                () -> kill("kill of one", 1),
                () -> kill("kill of several", 2 + random.nextInt(3)),
                () -> kill("kill of several", 2 + random.nextInt(3)),
                () -> kill("kill of all", parts.size()),
                this::pause,
                this::pause,
                this::pause,
                () -> cut(Proxy.Mode.REFUSE),
                () -> cut(Proxy.Mode.RESET),
                () -> cut(Proxy.Mode.DELAY),
                () -> cut(Proxy.Mode.SWALLOW),
                () -> cut(Proxy.Mode.SWALLOW),
                () -> new Fault.ReadOnly(between(3, 8)),
                () -> new Fault.NoConnections(between(3, 8)),
                () -> new Fault.ChannelOut(Sink.Mode.FAIL, between(3, 8)),
                () -> new Fault.ChannelOut(Sink.Mode.HANG, between(3, 8)),
                () -> new Fault.FullDisk(Deployment.DATABASE, between(3, 8)),
                () -> new Fault.FullDisk("kafka-" + (1 + random.nextInt(3)), between(3, 8)),
                () -> new Fault.StartWithoutRegistry(pick(ServiceParts.instances()), between(3, 8)),
                () -> new Fault.Cut(
                        new Link(pick(ServiceParts.instances()), Deployment.REGISTRY),
                        Proxy.Mode.REFUSE,
                        between(3, 8)),
                () -> new Fault.ReconnectStorm(3 + random.nextInt(4), between(2, 5)),
                () -> new Fault.DuplicateFlood(2 + random.nextInt(4), between(1, 3)),
                () -> new Fault.Backlog(extent.backlogDevices(), between(1, 3)));
    }

    private Fault kill(String kind, int count) {
        var mortal = parts.stream()
                .filter(part -> extent.brokerMayDie() || !part.equals(Deployment.MQTT))
                .toList();
        var victims = List.copyOf(shuffled(mortal).subList(0, Math.min(count, mortal.size())));
        return new Fault.Kill(kind, victims, between(0, 3), Duration.ofMillis(random.nextInt(400)));
    }

    private Fault pause() {
        var longest = (int) extent.longestPause().toSeconds();
        // Short ones are as bad as long ones, and there is time for more of them.
        return new Fault.Pause(pick(parts), random.nextInt(3) == 0 ? between(1, longest) : between(1, 1 + longest / 4));
    }

    private Fault cut(Proxy.Mode mode) {
        return new Fault.Cut(
                pick(links),
                mode,
                between(2, Math.max(3, (int) extent.longestPause().toSeconds() / 3)));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private <T> List<T> shuffled(List<T> list) {
        var shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private Duration between(int seconds, int most) {
        return Duration.ofMillis(1000L * seconds + random.nextInt(1000 * (most - seconds) + 1));
    }
}
