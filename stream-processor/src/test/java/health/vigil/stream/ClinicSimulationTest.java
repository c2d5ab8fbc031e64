package health.vigil.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Every violation is an alert that is there, or one that is gone for a recorded reason; silence is noticed when its
/// grace is over. `-Dseed=` lives the same year again, `-Dsimulation.patients=` and `-Dsimulation.seconds=` make it
/// larger or longer.
class ClinicSimulationTest {

    private static final int DAYS = 365;

    @Test
    void saysOfEveryPatientWhatThePureFunctionSaysWhateverHappens() {
        var seed = Long.getLong("seed", new Random().nextLong());
        var count = Integer.getInteger("simulation.patients", 1000);
        var budget = Duration.ofSeconds(Integer.getInteger("simulation.seconds", 20));
        var begun = System.nanoTime();
        var day = 0;
        System.out.printf("simulated clinic with -Dseed=%d%n", seed);
        try (var clinic = new ClinicSimulation(seed, count)) {
            while (day < DAYS && System.nanoTime() - begun < budget.toNanos()) {
                clinic.day(day++);
            }
            System.out.printf("%d patients, %d days: %s%n", count, day, clinic.summary());
        }
        assertThat(day).isPositive();
    }
}
