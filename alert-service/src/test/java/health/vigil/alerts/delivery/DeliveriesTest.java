package health.vigil.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveriesTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "5, 32", "6, 60", "7, 60", "100000, 60"})
    void waitsLongerAfterEachFailureAndNeverLongerThanAMinute(int attempts, int seconds) {
        assertThat(Deliveries.pause(attempts)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void triesAMessageMoreThanFiftyTimesAnHour() {
        var tries = 0;
        for (var passed = Duration.ZERO; passed.toHours() < 1; tries++) {
            passed = passed.plus(Deliveries.pause(tries));
        }

        assertThat(tries).isGreaterThan(50);
    }
}
