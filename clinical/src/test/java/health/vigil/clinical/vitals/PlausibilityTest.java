package health.vigil.clinical.vitals;

import static health.vigil.clinical.vitals.Metric.DIASTOLIC;
import static health.vigil.clinical.vitals.Metric.GLUCOSE;
import static health.vigil.clinical.vitals.Metric.MEAN_ARTERIAL_PRESSURE;
import static health.vigil.clinical.vitals.Metric.SYSTOLIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlausibilityTest {

    @ParameterizedTest
    @CsvSource({
        "SYSTOLIC, 50, 300, 1",
        "DIASTOLIC, 20, 200, 1",
        "MEAN_ARTERIAL_PRESSURE, 20, 300, 1",
        "PULSE, 20, 250, 1",
        "GLUCOSE, 10, 600, 1",
        "WEIGHT, 2, 400, 0.01",
    })
    void believesBothEndsOfTheRangeAndNothingBeyond(Metric metric, double lowest, double highest, double step) {
        assertThat(Plausibility.doubt(Map.of(metric, new Value.Exact(lowest)))).isEmpty();
        assertThat(Plausibility.doubt(Map.of(metric, new Value.Exact(highest)))).isEmpty();
        assertThat(Plausibility.doubt(Map.of(metric, new Value.Exact(lowest - step))))
                .isPresent();
        assertThat(Plausibility.doubt(Map.of(metric, new Value.Exact(highest + step))))
                .isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void believesHiAndLoOfAGlucoseMeterOnly(Metric metric) {
        for (var outside : Value.OutOfRange.values()) {
            var doubt = Plausibility.doubt(Map.of(metric, outside));

            assertThat(doubt.isEmpty()).isEqualTo(metric == GLUCOSE);
        }
    }

    @ParameterizedTest
    @CsvSource({"121, 120", "300, 20", "51, 50"})
    void believesASystolicAboveTheDiastolic(double systolic, double diastolic) {
        assertThat(Plausibility.doubt(pressure(systolic, diastolic))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "80, 120", "199, 200"})
    void doubtsASystolicThatIsNotAboveTheDiastolic(double systolic, double diastolic) {
        assertThat(Plausibility.doubt(pressure(systolic, diastolic))).contains("systolic must be above diastolic.");
    }

    @ParameterizedTest
    @CsvSource({"80, true", "120, true", "97, true", "79, false", "121, false"})
    void believesAMeanBetweenDiastolicAndSystolicBothIncluded(double mean, boolean believed) {
        var measurements = Map.<Metric, Value>of(
                SYSTOLIC, new Value.Exact(120),
                DIASTOLIC, new Value.Exact(80),
                MEAN_ARTERIAL_PRESSURE, new Value.Exact(mean));

        assertThat(Plausibility.doubt(measurements).isEmpty()).isEqualTo(believed);
    }

    @Test
    void saysWhichMetricAndWhichLimitsAndNeverTheValue() {
        var doubt = Plausibility.doubt(Map.of(GLUCOSE, new Value.Exact(777)));

        assertThat(doubt).contains("glucose must lie between 10 and 600 mg/dL.");
    }

    private static Map<Metric, Value> pressure(double systolic, double diastolic) {
        return Map.of(SYSTOLIC, new Value.Exact(systolic), DIASTOLIC, new Value.Exact(diastolic));
    }
}
