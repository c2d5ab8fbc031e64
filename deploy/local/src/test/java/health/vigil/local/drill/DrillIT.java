package health.vigil.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A short drill with every part as a process of its own. What it does not get to, it says.
@Tag("long")
class DrillIT {

    private static final Duration FAULTS = Duration.ofSeconds(25);

    @TempDir
    private Path home = Path.of("");

    @Test
    void nothingIsLostDoubledMissedOrMadeUpWhateverBreaks() throws Exception {
        long random = Long.getLong("seed", new Random().nextInt(1_000_000));
        var order = new Order(List.of(random), FAULTS, 20, BrokerKind.ARTEMIS, 15, 15, 5, Duration.ofSeconds(6), 0);
        System.out.println("drilled with -Dseed=" + random + ", as " + order.command());

        Report report;
        try (var drill = new Drill(order, home, Clock.systemUTC())) {
            report = drill.run();
        }

        System.out.println(report.text());
        assertThat(report.findings().lists())
                .allSatisfy((_, wrong) -> assertThat(wrong).isEmpty());
        assertThat(report.faults()).isNotEmpty().noneMatch(Report.Done::isStuck);
        assertThat(report.findings().stored()).isPositive();
        assertThat(report.findings().rejected()).isPositive();
        assertThat(report.findings().alerts()).isPositive();
    }
}
