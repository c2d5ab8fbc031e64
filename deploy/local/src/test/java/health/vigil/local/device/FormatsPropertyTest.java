package health.vigil.local.device;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Value;
import health.vigil.gateway.decoding.Decoded;
import health.vigil.gateway.decoding.Decoder;
import health.vigil.schemas.MeterRange;
import health.vigil.schemas.ReceivedReading;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/// To each format and back: the same reading, with the same id.
class FormatsPropertyTest {

    private static final UUID DEVICE = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static final Instant RECEIVED = Instant.parse("2026-11-23T07:00:00Z");

    private static final List<Format> WITH_ZONE = List.of(Format.JSON, Format.FHIR, Format.SENML, Format.SENML_CBOR);
    private static final List<Format> WITHOUT_ZONE = List.of(Format.JSON, Format.FHIR, Format.GATT);
    private static final List<Format> OF_DAYS = List.of(Format.JSON, Format.FHIR);

    @Provide
    static Arbitrary<HomeReading> readings() {
        return Arbitraries.of(ReadingKind.class).flatMap(kind -> Combinators.combine(
                        times(),
                        values(kind),
                        Arbitraries.integers().between(0, 250).injectNull(0.5),
                        Arbitraries.integers().between(0, 65_535),
                        Arbitraries.of("fasting", "before-meal", "after-meal", "casual", "bedtime")
                                .injectNull(0.3))
                .as((at, values, slot, sequence, meal) -> reading(kind, at, values, slot, sequence, meal)));
    }

    /// Bluetooth's glucose knows no users, and its other characteristics no numbers.
    private static HomeReading reading(
            ReadingKind kind,
            SaidTime at,
            Map<Metric, Value> values,
            @Nullable Integer slot,
            @Nullable Integer sequence,
            @Nullable String meal) {
        var isGlucose = kind == ReadingKind.GLUCOSE;
        return new HomeReading(
                kind, at, values, isGlucose ? null : slot, isGlucose ? sequence : null, isGlucose ? meal : null);
    }

    private static Arbitrary<SaidTime> times() {
        var seconds = Arbitraries.longs().between(946_684_800L, 2_000_000_000L);
        return Arbitraries.oneOf(
                seconds.map(second -> new SaidTime.Moment(Instant.ofEpochSecond(second))),
                seconds.map(second -> new SaidTime.Moment(Instant.ofEpochSecond(second, 123_000_000))),
                seconds.map(second -> new SaidTime.Local(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC))),
                seconds.map(second -> new SaidTime.Day(
                        LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).toLocalDate())));
    }

    private static Arbitrary<Map<Metric, Value>> values(ReadingKind kind) {
        return switch (kind) {
            case BLOOD_PRESSURE ->
                Combinators.combine(
                                Arbitraries.integers().between(90, 300),
                                Arbitraries.integers().between(20, 89),
                                Arbitraries.integers().between(89, 90).injectNull(0.5),
                                Arbitraries.integers().between(20, 250).injectNull(0.5))
                        .as(FormatsPropertyTest::pressure);
            case GLUCOSE ->
                Arbitraries.frequencyOf(
                                Tuple.of(
                                        8,
                                        Arbitraries.integers().between(10, 600).map(number ->
                                                (Value) new Value.Exact(number))),
                                Tuple.of(
                                        1,
                                        Arbitraries.of(Value.OutOfRange.class).map(range -> (Value) range)))
                        .map(value -> Map.of(Metric.GLUCOSE, value));
            case WEIGHT ->
                Arbitraries.integers()
                        .between(200, 32_700)
                        .map(hundredths -> Map.of(Metric.WEIGHT, new Value.Exact(hundredths / 100.0)));
        };
    }

    private static Map<Metric, Value> pressure(
            int systolic, int diastolic, @Nullable Integer mean, @Nullable Integer pulse) {
        var values = new EnumMap<Metric, Value>(Metric.class);
        values.put(Metric.SYSTOLIC, new Value.Exact(systolic));
        values.put(Metric.DIASTOLIC, new Value.Exact(diastolic));
        if (mean != null) {
            values.put(Metric.MEAN_ARTERIAL_PRESSURE, new Value.Exact(mean));
        }
        if (pulse != null) {
            values.put(Metric.PULSE, new Value.Exact(pulse));
        }
        return values;
    }

    @Property
    void theSameReadingHasTheSameIdInEveryFormat(@ForAll("readings") HomeReading reading) {
        var formats =
                switch (reading.measuredAt()) {
                    case SaidTime.Moment _ -> WITH_ZONE;
                    case SaidTime.Local _ -> WITHOUT_ZONE;
                    case SaidTime.Day _ -> OF_DAYS;
                };
        var ids = new HashSet<UUID>();
        for (var format : formats) {
            var messages = format.write(reading);
            var back = decode(messages.getFirst());
            ids.add(back.getId());
            assertThat(told(back)).as(format.name()).isEqualTo(told(reading));
            if (format == Format.GATT) {
                assertThat(messages).hasSize(reading.meal() == null ? 1 : 2);
                assertThat(back.getContextFollows()).isEqualTo(reading.meal() != null);
            } else {
                assertThat(word(back.getMeal())).as(format.name()).isEqualTo(reading.meal());
            }
        }
        assertThat(ids).hasSize(1);
    }

    private record Told(
            ReadingKind kind,
            String at,
            Set<String> values,
            @Nullable Integer slot,
            @Nullable Long number) {}

    private static Told told(HomeReading reading) {
        var values = new HashSet<String>();
        reading.values().forEach((metric, value) -> values.add(metric.name() + " " + metric.format(value)));
        var number = reading.sequence();
        return new Told(
                reading.kind(),
                reading.measuredAt().text(),
                values,
                reading.userSlot(),
                number == null ? null : number.longValue());
    }

    private static Told told(ReceivedReading reading) {
        var values = new HashSet<String>();
        reading.getMeasurements().forEach(measured -> {
            var metric = Metric.valueOf(measured.getMetric().name());
            Value value = measured.getOutOfRange() == null
                    ? new Value.Exact(measured.getValue())
                    : measured.getOutOfRange() == MeterRange.HIGH ? Value.OutOfRange.HIGH : Value.OutOfRange.LOW;
            values.add(metric.name() + " " + metric.format(value));
        });
        var said = reading.getSaidTime();
        return new Told(
                ReadingKind.valueOf(reading.getKind().name()),
                said == null ? reading.getMeasuredAt().toString() : said,
                values,
                reading.getUserSlot(),
                reading.getSequence());
    }

    private static @Nullable String word(@Nullable Enum<?> symbol) {
        return symbol == null ? null : symbol.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ReceivedReading decode(Message message) {
        var decoded = new Decoder()
                .decode(new health.vigil.gateway.decoding.Message(
                        "vigil/" + DEVICE + "/" + message.channel(), message.payload(), RECEIVED));
        assertThat(decoded).singleElement().isInstanceOf(Decoded.Accepted.class);
        return ((Decoded.Accepted) decoded.getFirst()).reading();
    }
}
