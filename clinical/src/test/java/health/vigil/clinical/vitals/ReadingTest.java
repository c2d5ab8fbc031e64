package health.vigil.clinical.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReadingTest {

    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");

    @Test
    void readsAsAPersonWouldSayIt() {
        var measurements = Map.<Metric, Value>of(
                Metric.SYSTOLIC, new Value.Exact(186),
                Metric.DIASTOLIC, new Value.Exact(112),
                Metric.PULSE, new Value.Exact(72));

        assertThat(Readings.of(ReadingKind.BLOOD_PRESSURE, NOON, measurements).text())
                .isEqualTo("186/112 mmHg, pulse 72 /min");
        assertThat(Readings.bloodPressure(NOON, 186, 112).text()).isEqualTo("186/112 mmHg");
        assertThat(Readings.glucose(NOON, 104).text()).isEqualTo("104 mg/dL");
        assertThat(Readings.glucose(NOON, Value.OutOfRange.LOW).text()).isEqualTo("LO mg/dL");
        assertThat(Readings.weight(NOON, 82.4).text()).isEqualTo("82.40 kg");
    }

    @ParameterizedTest
    @EnumSource
    void isNoneWithoutWhatItsKindRequires(ReadingKind kind) {
        var other = Map.<Metric, Value>of(Metric.PULSE, new Value.Exact(72));

        assertThatThrownBy(() -> new Reading(new UUID(0, 1), kind, NOON, NOON, false, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(kind.code());
    }

    @Test
    void hasNoValueOfAMetricThatWasNotMeasured() {
        assertThat(Readings.bloodPressure(NOON, 120, 80).value(Metric.PULSE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"blood-pressure, BLOOD_PRESSURE", "glucose, GLUCOSE", "weight, WEIGHT"})
    void isOfAKindThatJsonNames(String code, ReadingKind expected) {
        assertThat(ReadingKind.of(code)).contains(expected);
    }

    @Test
    void isOfNoUnknownKind() {
        assertThat(ReadingKind.of("ketones")).isEmpty();
    }

    @Test
    void comesAfterWhatWasMeasuredEarlierWhateverTheIds() {
        var earlier = new Position(NOON, new UUID(-1, -1));
        var later = new Position(NOON.plusNanos(1), new UUID(0, 0));

        assertThat(earlier).isLessThan(later);
    }

    @Property
    void standsAmongReadingsOfOneMomentAsItsIdsUnsignedBytes(@ForAll long[] bits) {
        var ids = Stream.iterate(0, i -> i + 2 <= bits.length, i -> i + 2)
                .map(i -> new UUID(bits[i], bits[i + 1]))
                .toList();

        var sorted = ids.stream().map(id -> new Position(NOON, id)).sorted().toList();

        assertThat(sorted).extracting(position -> unsigned(position.id())).isSorted();
    }

    @Property
    void liesBetweenStartAndEnd(@ForAll long most, @ForAll long least) {
        var position = new Position(NOON, new UUID(most, least));

        assertThat(position).isBetween(Position.START, Position.END);
    }

    private static BigInteger unsigned(UUID id) {
        return new BigInteger(id.toString().replace("-", ""), 16);
    }
}
