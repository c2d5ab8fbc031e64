package health.vigil.gateway.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.schemas.Kind;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MeterRange;
import health.vigil.schemas.MetricName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clinical terms and the contracts say the same.
class AvroTest {

    @Test
    void theContractNamesEveryMetric() {
        assertThat(names(MetricName.values())).isEqualTo(names(Metric.values()));
    }

    @Test
    void theContractNamesEveryKindOfReading() {
        assertThat(names(Kind.values())).isEqualTo(names(ReadingKind.values()));
    }

    @Test
    void theContractNamesBothEndsOfAMetersRange() {
        assertThat(names(MeterRange.values())).isEqualTo(names(Value.OutOfRange.values()));
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    @ParameterizedTest
    @EnumSource
    void writesEachKindUnderItsName(ReadingKind kind) {
        assertThat(Avro.kind(kind).name()).isEqualTo(kind.name());
    }

    @ParameterizedTest
    @EnumSource
    void writesANumberAsANumberAndNothingElse(Metric metric) {
        assertThat(Avro.measurements(Map.of(metric, new Value.Exact(101))))
                .containsExactly(new Measured(MetricName.valueOf(metric.name()), 101.0, null));
    }

    @ParameterizedTest
    @EnumSource
    void inventsNoNumberForAValueBeyondTheMetersRange(Value.OutOfRange outside) {
        assertThat(Avro.measurements(Map.of(Metric.GLUCOSE, outside)))
                .containsExactly(new Measured(MetricName.GLUCOSE, null, MeterRange.valueOf(outside.name())));
    }

    @Test
    void writesMeasurementsInTheOrderOfTheMetrics() {
        var measurements = Avro.measurements(Map.of(
                Metric.PULSE, new Value.Exact(72),
                Metric.DIASTOLIC, new Value.Exact(91),
                Metric.SYSTOLIC, new Value.Exact(142)));

        assertThat(measurements)
                .extracting(Measured::getMetric)
                .containsExactly(MetricName.SYSTOLIC, MetricName.DIASTOLIC, MetricName.PULSE);
    }
}
