package health.vigil.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final List<String> PARTS = Stream.concat(
                    Stream.of(
                            Deployment.MQTT, Deployment.REGISTRY, Deployment.DATABASE, "kafka-1", "kafka-2", "kafka-3"),
                    ServiceParts.instances().stream())
            .toList();
    private static final List<Link> LINKS = List.of(Deployment.DEVICES, new Link("gateway-1", "kafka-1"));
    private static final int MANY = 500;

    private static List<Fault> faults(long seed, boolean brokerMayDie) {
        var schedule =
                new Schedule(seed, PARTS, LINKS, new Schedule.Extent(Duration.ofSeconds(60), 1000, brokerMayDie));
        return IntStream.range(0, MANY).mapToObj(_ -> schedule.next()).toList();
    }

    @Test
    void theSameSeedMakesTheSameFaultsInTheSameOrder() {
        assertThat(faults(7, true)).isEqualTo(faults(7, true)).isNotEqualTo(faults(8, true));
    }

    @Test
    void everyKindComesAmongTheFirstFaults() {
        assertThat(faults(7, true).subList(0, 26))
                .extracting(Fault::kind)
                .contains(
                        "kill of one",
                        "kill of several",
                        "kill of all",
                        "pause",
                        "connections refused",
                        "connections reset",
                        "packets delayed",
                        "packets swallowed",
                        "database read-only",
                        "database out of connections",
                        "channel fails",
                        "channel hangs",
                        "database disk full",
                        "Kafka disk full",
                        "registry away at a start",
                        "reconnect storm",
                        "duplicate flood",
                        "backlog of 30 days");
    }

    @Test
    void everyPartIsKilledAndPausedSoonerOrLater() {
        var faults = faults(7, true);

        assertThat(faults.stream()
                        .filter(fault -> fault.kind().equals("kill of one"))
                        .flatMap(fault -> fault instanceof Fault.Kill kill ? kill.parts().stream() : Stream.empty()))
                .containsAll(PARTS);
        assertThat(faults.stream()
                        .flatMap(
                                fault -> fault instanceof Fault.Pause pause ? Stream.of(pause.part()) : Stream.empty()))
                .containsAll(PARTS);
    }

    @Test
    void pausesLastFromOneToSixtySeconds() {
        assertThat(faults(7, true).stream()
                        .filter(Fault.Pause.class::isInstance)
                        .map(Fault::lasts))
                .allMatch(time -> time.compareTo(Duration.ofSeconds(1)) >= 0)
                .allMatch(time -> time.compareTo(Duration.ofSeconds(60)) <= 0)
                .anyMatch(time -> time.compareTo(Duration.ofSeconds(30)) > 0);
    }

    @Test
    void aBrokerThatAcknowledgesFromMemoryIsNotKilled() {
        assertThat(faults(7, false).stream()
                        .flatMap(fault -> fault instanceof Fault.Kill kill ? kill.parts().stream() : Stream.empty()))
                .contains("kafka-1")
                .doesNotContain(Deployment.MQTT);
    }
}
