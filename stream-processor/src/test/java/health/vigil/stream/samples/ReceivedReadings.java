package health.vigil.stream.samples;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Value;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.schemas.ClockReading;
import health.vigil.schemas.Kind;
import health.vigil.schemas.MealContext;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MeterRange;
import health.vigil.schemas.MetricName;
import health.vigil.schemas.Origin;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Timing;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Readings as the gateway writes them, each in one or several copies.
public final class ReceivedReadings {

    public static final List<UUID> DEVICES = IntStream.range(0, 3)
            .mapToObj(number -> NameBased.uuid("device", number))
            .toList();

    private static final Wire WIRE = Registries.wire(KafkaSettings.DEFAULTS);

    private ReceivedReadings() {}

    /// What makes a reading the one it is.
    private record Identity(
            UUID device,
            Optional<Integer> slot,
            ReadingKind kind,
            Instant at,
            Map<Metric, Value> values,
            Clock clock,
            Optional<Long> gattNumber) {

        /// As the device says it.
        SaidTime said() {
            var local = at.atOffset(ZoneOffset.UTC).toLocalDateTime();
            return switch (clock) {
                case WITH_ZONE -> new SaidTime.Moment(at);
                case WITHOUT -> new SaidTime.Local(local);
                case DAYS_ONLY -> new SaidTime.Day(local.toLocalDate());
            };
        }
    }

    private enum Clock {
        WITH_ZONE,
        WITHOUT,
        DAYS_ONLY
    }

    /// What may differ from copy to copy.
    private record Delivery(
            Duration delay,
            boolean doubted,
            Optional<Duration> behind,
            Optional<MealContext> meal,
            boolean manual,
            Optional<Long> sequence,
            Optional<String> deviceReadingId) {}

    public static Arbitrary<ReceivedReading> one() {
        return copies().map(List::getFirst);
    }

    /// Copies of one reading, all with the same id.
    public static Arbitrary<List<ReceivedReading>> copies() {
        return Combinators.combine(
                        identities(), deliveries().list().ofMinSize(1).ofMaxSize(3))
                .as((identity, deliveries) -> deliveries.stream()
                        .map(delivery -> reading(identity, delivery))
                        .toList());
    }

    private static Arbitrary<Identity> identities() {
        var kinds = Arbitraries.of(ReadingKind.class);
        return kinds.flatMap(kind -> Combinators.combine(
                        Arbitraries.of(DEVICES),
                        Arbitraries.of(1, 2).optional(0.4),
                        Arbitraries.just(kind),
                        Calendar.moments(),
                        Measurements.of(kind),
                        Arbitraries.frequency(
                                Tuple.of(4, Clock.WITH_ZONE), Tuple.of(3, Clock.WITHOUT), Tuple.of(1, Clock.DAYS_ONLY)),
                        kind == ReadingKind.GLUCOSE
                                ? Arbitraries.longs().between(0, 2).optional(0.5)
                                : Arbitraries.just(Optional.<Long>empty()))
                .as(Identity::new));
    }

    private static Arbitrary<Delivery> deliveries() {
        var delays = Arbitraries.of(
                        "PT1M", "PT2H", "PT6H", "PT6H0.001S", "P9D", "P45D", "P400D", "PT-5M", "PT-3H", "P-40D")
                .map(Duration::parse);
        return Combinators.combine(
                        delays,
                        Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true)),
                        behind().optional(0.3),
                        Arbitraries.of(MealContext.class).optional(0.5),
                        Arbitraries.of(true, false),
                        Arbitraries.longs().between(0, 3).optional(0.5),
                        Arbitraries.of("a1", "b2").optional(0.5))
                .as(Delivery::new);
    }

    /// How wrong clocks are.
    public static Arbitrary<Duration> behind() {
        return Arbitraries.of("PT0S", "PT4M", "PT3H", "P40D", "P400D", "PT-4M", "PT-3H", "P-40D")
                .map(Duration::parse);
    }

    private static ReceivedReading reading(Identity identity, Delivery delivery) {
        var id = Reading.identify(
                identity.device(), identity.slot().orElse(-1), identity.kind(), identity.said(), identity.values());
        var said = identity.said();
        var receivedAt = identity.at().plus(delivery.delay());
        var isGatt = identity.gattNumber().isPresent();
        var reading = ReceivedReading.newBuilder()
                .setId(id)
                .setDeviceId(identity.device())
                .setUserSlot(identity.slot().orElse(null))
                .setKind(Kind.valueOf(identity.kind().name()))
                .setMeasuredAt(said.asUtc())
                .setSaidTime(said.isZoned() ? null : said.text())
                .setTiming(timing(said, delivery.doubted()))
                .setClock(delivery.behind()
                        .map(behind -> new ClockReading(receivedAt.minus(behind).toString(), receivedAt))
                        .orElse(null))
                .setContextFollows(isGatt && delivery.manual())
                .setReceivedAt(receivedAt)
                .setClockSuspect(delivery.doubted())
                .setMeasurements(measured(identity.values()))
                .setMeal(isGatt ? null : delivery.meal().orElse(null))
                .setManual(delivery.manual())
                .setOrigin(isGatt ? Origin.GATT : Origin.JSON)
                .setDeviceReadingId(delivery.deviceReadingId().orElse(null))
                .setSequence(identity.gattNumber().or(delivery::sequence).orElse(null))
                .build();
        // As a consumer of the topic gets it.
        return WIRE.deserializer(Topics.RECEIVED)
                .deserialize(Topics.RECEIVED.name(), WIRE.encode(Topics.RECEIVED, reading));
    }

    private static Timing timing(SaidTime said, boolean doubted) {
        if (doubted) {
            return Timing.DOUBTED;
        }
        return switch (said) {
            case SaidTime.Moment _ -> Timing.AS_SAID;
            case SaidTime.Local _ -> Timing.LOCAL;
            case SaidTime.Day _ -> Timing.DAY;
        };
    }

    private static List<Measured> measured(Map<Metric, Value> values) {
        return new EnumMap<Metric, Value>(values)
                .entrySet().stream()
                        .map(entry -> measured(MetricName.valueOf(entry.getKey().name()), entry.getValue()))
                        .toList();
    }

    private static Measured measured(MetricName metric, Value value) {
        return switch (value) {
            case Value.Exact(double number) -> new Measured(metric, number, null);
            case Value.OutOfRange outside -> new Measured(metric, null, MeterRange.valueOf(outside.name()));
        };
    }
}
