package health.vigil.stream.projection;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.kit.config.InvalidSettingException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RetentionIT {

    private static final TestDatabase DATABASE = new TestDatabase("vitals");

    @AfterAll
    static void stop() throws Exception {
        DATABASE.close();
    }

    @Test
    void readingsAreKeptForGoodByDefault() {
        assertThatCode(() -> DATABASE.apply(ProjectionSettings.DEFAULTS)).doesNotThrowAnyException();
    }

    @Test
    void aPlainPostgresSaysThatItCannotDropReadings() {
        assertThatThrownBy(() -> DATABASE.apply(new ProjectionSettings("P10Y")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("projection.keep-readings", "TimescaleDB");
    }

    @Test
    void aPeriodThatIsTooShortOrNoneIsRefused() {
        assertThatThrownBy(() -> new ProjectionSettings("P3M")).hasMessageContaining("14 months");
        assertThatThrownBy(() -> new ProjectionSettings("ten years")).hasMessageContaining("ISO period");
    }
}
