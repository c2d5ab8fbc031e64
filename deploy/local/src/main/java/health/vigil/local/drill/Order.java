package health.vigil.local.drill;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What is to be drilled.
///
/// @param seeds each decides on the faults of an equal share of the time; the first one on the order of the first start
///     and the readings, too
/// @param lasts how long faults are made; the start and the reckoning come on top
/// @param mostFaults ends it sooner
/// @param perSecond readings, of all live devices together
/// @param backlogDevices that come back at once with 30 days each
/// @param longestPause of a process
/// @param brokerKills how often a broker that acknowledges from memory is killed, after the reckoning
record Order(
        List<Long> seeds,
        Duration lasts,
        int mostFaults,
        BrokerKind broker,
        int devices,
        double perSecond,
        int backlogDevices,
        Duration longestPause,
        int brokerKills) {

    long firstSeed() {
        return seeds.getFirst();
    }

    /// The command that makes the same faults in the same order.
    String command() {
        return "./vigil drill --minutes %s --faults %d %s --broker %s --devices %d --rate %s --backlog-devices %d --longest-pause %d"
                .formatted(
                        lasts.toSeconds() / 60.0,
                        mostFaults,
                        seeds.stream().map(seed -> "--seed " + seed).collect(Collectors.joining(" ")),
                        broker.name().toLowerCase(Locale.ROOT),
                        devices,
                        perSecond,
                        backlogDevices,
                        longestPause.toSeconds());
    }
}
