package health.vigil.clinical.vitals;

import static health.vigil.clinical.vitals.Readings.DEVICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/// One reading in many notations: the same value, the same id.
class NotationPropertyTest {

    private static final Instant MORNING = Instant.parse("2026-11-23T06:30:00Z");

    /// Display unit → (canonical units per display unit, decimals that keep the display precision of the canonical).
    private record Notation(Metric metric, Unit unit, String factor, int decimals) {

        /// What a device with that display would write for a value in the canonical unit.
        BigDecimal write(BigDecimal canonical) {
            return canonical
                    .divide(new BigDecimal(factor), MathContext.DECIMAL128)
                    .setScale(decimals, RoundingMode.HALF_EVEN);
        }

        /// The exact product, rounded once.
        double read(BigDecimal written) {
            return written.multiply(new BigDecimal(factor))
                    .setScale(metric.decimals(), RoundingMode.HALF_UP)
                    .doubleValue();
        }
    }

    private static final List<Notation> GLUCOSE = List.of(
            new Notation(Metric.GLUCOSE, Unit.MILLIGRAM_PER_DECILITRE, "1", 0),
            new Notation(Metric.GLUCOSE, Unit.MILLIMOLE_PER_LITRE, "18.0156", 2));

    private static final List<Notation> WEIGHT = List.of(
            new Notation(Metric.WEIGHT, Unit.KILOGRAM, "1", 2),
            new Notation(Metric.WEIGHT, Unit.GRAM, "0.001", 0),
            new Notation(Metric.WEIGHT, Unit.POUND, "0.45359237", 3),
            new Notation(Metric.WEIGHT, Unit.STONE, "6.35029318", 4));

    private static final List<Notation> PRESSURE = List.of(
            new Notation(Metric.SYSTOLIC, Unit.MILLIMETRE_OF_MERCURY, "1", 0),
            new Notation(Metric.SYSTOLIC, Unit.KILOPASCAL, "7.500616827041698", 2));

    @Property
    void oneGlucoseHasOneIdInMilligramsAndInMillimoles(@ForAll @IntRange(min = 10, max = 600) int value) {
        assertOneId(GLUCOSE, BigDecimal.valueOf(value));
    }

    @Property
    void oneWeightHasOneIdInKilogramsGramsPoundsAndStones(@ForAll @IntRange(min = 200, max = 40_000) int hundredths) {
        assertOneId(WEIGHT, BigDecimal.valueOf(hundredths, 2));
    }

    @Property
    void onePressureHasOneIdInMillimetresOfMercuryAndInKilopascals(@ForAll @IntRange(min = 20, max = 300) int value) {
        assertOneId(PRESSURE, BigDecimal.valueOf(value));
    }

    @Property
    void glucoseIsTheExactProductRoundedOnce(@ForAll @IntRange(max = 40_000) int written, @ForAll boolean millimoles) {
        assertReadExactly(GLUCOSE.get(millimoles ? 1 : 0), BigDecimal.valueOf(written, 2));
    }

    @Property
    void weightIsTheExactProductRoundedOnce(
            @ForAll @IntRange(max = 1_000_000) int written, @ForAll @IntRange(max = 3) int notation) {
        assertReadExactly(WEIGHT.get(notation), BigDecimal.valueOf(written, 3));
    }

    @Property
    void pressureIsTheExactProductRoundedOnce(@ForAll @IntRange(max = 4_000) int written, @ForAll boolean kilopascals) {
        assertReadExactly(PRESSURE.get(kilopascals ? 1 : 0), BigDecimal.valueOf(written, 2));
    }

    @Property
    void oneMomentHasOneIdInWhateverOffsetItIsWritten(
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second,
            @ForAll @IntRange(min = -72, max = 72) int quarters,
            @ForAll @IntRange(min = -72, max = 72) int otherQuarters) {
        var moment = Instant.ofEpochSecond(second);

        var id = weighedAt(write(moment, quarters));

        assertThat(id).isEqualTo(weighedAt(write(moment, otherQuarters)));
    }

    @Property
    void trailingZerosAndTheOrderOfMeasurementsAreNoDifference(
            @ForAll @IntRange(min = 50, max = 300) int systolic, @ForAll @IntRange(min = 20, max = 200) int diastolic) {
        var one = new LinkedHashMap<Metric, Value>();
        one.put(Metric.SYSTOLIC, exact(Metric.SYSTOLIC, new BigDecimal(systolic)));
        one.put(Metric.DIASTOLIC, exact(Metric.DIASTOLIC, new BigDecimal(diastolic)));
        var other = new LinkedHashMap<Metric, Value>();
        other.put(Metric.DIASTOLIC, exact(Metric.DIASTOLIC, new BigDecimal(diastolic + ".00")));
        other.put(Metric.SYSTOLIC, exact(Metric.SYSTOLIC, new BigDecimal(systolic + ".0")));

        assertThat(identify(one)).isEqualTo(identify(other));
    }

    record What(int device, int slot, ReadingKind kind, int second, int value) {

        UUID id() {
            var values = Map.<Metric, Value>of(Metric.WEIGHT, new Value.Exact(value / 100.0));
            return Reading.identify(new UUID(0, device), slot, kind, MORNING.plusSeconds(second), values);
        }
    }

    @Property
    void readingsHaveOneIdExactlyWhenDeviceSlotKindTimeAndValueAreTheSame(
            @ForAll("whats") What one, @ForAll("whats") What other) {
        assertThat(one.id().equals(other.id())).isEqualTo(one.equals(other));
    }

    @Provide
    Arbitrary<What> whats() {
        var slots = Arbitraries.integers().between(-1, 1);
        var values = Arbitraries.integers().between(8240, 8242);
        var few = Arbitraries.integers().between(0, 1);
        return Combinators.combine(few, slots, Arbitraries.of(ReadingKind.class), few, values)
                .as(What::new)
                .withoutEdgeCases();
    }

    @Property
    void hiIsAnotherReadingThanAnyNumber(@ForAll @IntRange(min = 10, max = 600) int value) {
        var number = identify(Map.of(Metric.GLUCOSE, new Value.Exact(value)));

        assertThat(number)
                .isNotEqualTo(identify(Map.of(Metric.GLUCOSE, Value.OutOfRange.HIGH)))
                .isNotEqualTo(identify(Map.of(Metric.GLUCOSE, Value.OutOfRange.LOW)));
    }

    @Property
    void partsOfANameNeverRunIntoEachOther(@ForAll("parts") List<String> parts) {
        var joined = List.of(String.join("|", parts));

        var same = NameBased.uuid(parts.toArray()).equals(NameBased.uuid(joined.toArray()));

        assertThat(same).isEqualTo(parts.equals(joined));
    }

    @Provide
    Arbitrary<List<String>> parts() {
        var part = Arbitraries.strings().withChars("1:|a").ofMaxLength(3);
        return part.list().ofMaxSize(3);
    }

    private static void assertOneId(List<Notation> notations, BigDecimal canonical) {
        var ids = notations.stream()
                .map(notation -> notation.metric().normalise(notation.write(canonical), notation.unit()))
                .map(value -> identify(Map.of(notations.getFirst().metric(), value)));

        assertThat(ids.distinct()).hasSize(1);
    }

    private static void assertReadExactly(Notation notation, BigDecimal written) {
        var value = notation.metric().normalise(written, notation.unit());

        assertThat(value.number()).isEqualTo(notation.read(written));
    }

    private static OffsetDateTime write(Instant moment, int quarters) {
        return moment.atOffset(ZoneOffset.ofTotalSeconds(quarters * 900));
    }

    private static UUID weighedAt(OffsetDateTime written) {
        var at = OffsetDateTime.parse(written.toString()).toInstant();
        return Reading.identify(DEVICE, -1, ReadingKind.WEIGHT, at, Map.of(Metric.WEIGHT, new Value.Exact(82.4)));
    }

    private static UUID identify(Map<Metric, Value> measurements) {
        return Reading.identify(DEVICE, -1, ReadingKind.BLOOD_PRESSURE, MORNING, measurements);
    }

    private static Value exact(Metric metric, BigDecimal value) {
        return metric.normalise(value, metric.unit());
    }
}
