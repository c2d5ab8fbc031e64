package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.DefaultPlan;
import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.LimitRule;
import health.vigil.clinical.rules.RiseRule;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/// Generates lives: some weeks of one kind of reading around a change of the clocks, with all that goes wrong at home.
final class Lives implements ArbitrarySupplier<Life> {

    private static final int DAYS_EACH_SIDE = 14;
    private static final int MINUTES_A_DAY = 24 * 60;

    /// A zone and a day on which its clocks change (or one like any other).
    record Place(ZoneId zone, LocalDate change) {

        Place(String zone, String change) {
            this(ZoneId.of(zone), LocalDate.parse(change));
        }

        Instant noon() {
            return change.atTime(12, 0).toInstant(ZoneOffset.UTC);
        }
    }

    static final List<Place> PLACES = List.of(
            new Place("Europe/Berlin", "2026-03-29"),
            new Place("Europe/Berlin", "2026-10-25"),
            new Place("America/New_York", "2026-11-01"),
            new Place("America/St_Johns", "2026-03-08"),
            new Place("America/Santiago", "2026-09-06"),
            new Place("America/Havana", "2026-11-01"),
            new Place("Africa/Cairo", "2026-04-24"),
            new Place("Africa/Casablanca", "2026-02-15"),
            new Place("Asia/Beirut", "2026-03-29"),
            new Place("Asia/Kathmandu", "2026-03-29"),
            new Place("Australia/Lord_Howe", "2026-10-04"),
            new Place("Pacific/Chatham", "2026-04-05"),
            new Place("Pacific/Kiritimati", "2026-01-01"),
            new Place("Pacific/Apia", "2011-12-30"));

    @Override
    public Arbitrary<Life> get() {
        return Combinators.combine(Arbitraries.of(ReadingKind.class), Arbitraries.of(PLACES))
                .flatAs((kind, place) -> Combinators.combine(histories(kind, place), draws(kind, place))
                        .as((versions, draws) -> new Life(kind, versions, readings(kind, draws))))
                .withoutEdgeCases();
    }

    static Arbitrary<Instant> moments(Place place) {
        var minutes = DAYS_EACH_SIDE * MINUTES_A_DAY;
        var halfDays = Arbitraries.integers()
                .between(-2 * DAYS_EACH_SIDE, 2 * DAYS_EACH_SIDE)
                .map(half -> half * MINUTES_A_DAY / 2);
        return Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.integers().between(-minutes, minutes)),
                        Tuple.of(2, Arbitraries.integers().between(-2 * MINUTES_A_DAY, 2 * MINUTES_A_DAY)),
                        Tuple.of(3, halfDays))
                .map(minute -> place.noon().plus(Duration.ofMinutes(minute)));
    }

    private record Draw(Instant at, Duration delay, boolean suspect, Map<Metric, Value> measurements) {}

    private static Arbitrary<List<Draw>> draws(ReadingKind kind, Place place) {
        var trusted = Combinators.combine(moments(place), delays(), Arbitraries.just(false), measurements(kind))
                .as(Draw::new);
        var lost = Arbitraries.of("1970-01-01T00:00:00Z", "2000-01-01T00:00:59Z", "2044-07-01T12:00:00Z")
                .map(Instant::parse);
        var suspect = Combinators.combine(
                        Arbitraries.oneOf(lost, moments(place)), delays(), Arbitraries.just(true), measurements(kind))
                .as(Draw::new);
        return Arbitraries.frequencyOf(Tuple.of(9, trusted), Tuple.of(1, suspect))
                .list()
                .ofMaxSize(60)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    /// Ids of the position in the list: distinct, and spread over all unsigned values.
    private static List<Reading> readings(ReadingKind kind, List<Draw> draws) {
        return IntStream.range(0, draws.size())
                .mapToObj(i -> {
                    var draw = draws.get(i);
                    return new Reading(
                            NameBased.uuid(i),
                            kind,
                            draw.at(),
                            draw.at().plus(draw.delay()),
                            draw.suspect(),
                            draw.measurements());
                })
                .toList();
    }

    private static Arbitrary<Duration> delays() {
        return Arbitraries.of("PT1M", "PT2H", "PT2H0.001S", "PT6H", "PT6H0.001S", "P9D")
                .map(Duration::parse);
    }

    static Arbitrary<Map<Metric, Value>> measurements(ReadingKind kind) {
        return switch (kind) {
            case BLOOD_PRESSURE -> pressures();
            case GLUCOSE -> glucoses().map(value -> Map.of(Metric.GLUCOSE, value));
            case WEIGHT -> weights().map(value -> Map.of(Metric.WEIGHT, value));
        };
    }

    private static Arbitrary<Map<Metric, Value>> pressures() {
        var systolic = numbers(80, 220, 89, 90, 94, 95, 145, 146, 149, 150, 170, 171, 179, 180);
        var diastolic = numbers(45, 135, 59, 60, 61, 62, 90, 91, 94, 95, 110, 111, 119, 120);
        return Combinators.combine(
                        systolic,
                        diastolic,
                        numbers(40, 140).optional(0.5),
                        numbers(60, 120).optional(0.3))
                .as((high, low, pulse, mean) -> {
                    var measurements = new EnumMap<Metric, Value>(Metric.class);
                    measurements.put(Metric.SYSTOLIC, high);
                    measurements.put(Metric.DIASTOLIC, low);
                    pulse.ifPresent(value -> measurements.put(Metric.PULSE, value));
                    mean.ifPresent(value -> measurements.put(Metric.MEAN_ARTERIAL_PRESSURE, value));
                    return measurements;
                });
    }

    private static Arbitrary<Value> glucoses() {
        var numbers = numbers(30, 320, 53, 54, 69, 70, 79, 80, 170, 171, 180, 181, 229, 230, 231, 250, 251);
        return Arbitraries.frequencyOf(
                Tuple.of(9, numbers),
                Tuple.of(1, Arbitraries.of(Value.OutOfRange.class).map(Value.class::cast)));
    }

    /// Many exactly a limit apart, and many next to each other, so that medians fall between two hundredths.
    private static Arbitrary<Value> weights() {
        var tenths = Arbitraries.integers().between(800, 840).map(tenth -> tenth * 10);
        var hundredths = Combinators.combine(
                        Arbitraries.integers().between(8005, 8011), Arbitraries.of(0, 0, 0, 50, 90, 100, 140, 230))
                .as(Integer::sum);
        return Arbitraries.oneOf(tenths, hundredths).map(hundredth -> new Value.Exact(hundredth / 100.0));
    }

    private static Arbitrary<Value> numbers(int lowest, int highest, Integer... edges) {
        var any = Arbitraries.integers().between(lowest, highest);
        var chosen = edges.length == 0 ? any : Arbitraries.oneOf(any, Arbitraries.of(edges));
        return chosen.map(Value.Exact::new);
    }

    /// One version, or two with a journey between them.
    private static Arbitrary<NavigableMap<Instant, CarePlan>> histories(ReadingKind kind, Place place) {
        var home = extended(kind, place.zone());
        var away = Arbitraries.of(PLACES).map(there -> other(kind, there.zone()));
        var alone = Arbitraries.just(history(Map.of(Instant.EPOCH, home)));
        var travelling = Combinators.combine(moments(place), away)
                .as((departure, there) ->
                        history(Map.of(place.noon().minusSeconds(86_400 * 90), home, departure, there)));
        return Arbitraries.oneOf(alone, travelling);
    }

    private static NavigableMap<Instant, CarePlan> history(Map<Instant, CarePlan> versions) {
        return new TreeMap<>(versions);
    }

    /// The default plan, and a rise of what is not weight, so that HI and LO meet medians.
    private static CarePlan extended(ReadingKind kind, ZoneId zone) {
        var standard = DefaultPlan.in(zone);
        var rise = new RiseRule("rise", "Rise", Severity.LOW, kind.required().getFirst(), 3, 20, 10);
        return new CarePlan(
                zone,
                Stream.concat(standard.rules().stream(), Stream.of(rise)).toList(),
                standard.targets(),
                standard.lateAfter());
    }

    /// A plan that shares some rules with the default one, under other limits, and has one of its own.
    private static CarePlan other(ReadingKind kind, ZoneId zone) {
        var metric = kind.required().getFirst();
        var middle = kind == ReadingKind.WEIGHT ? 82.2 : 130;
        List<Rule> rules = List.of(
                limit("own", kind, Severity.INFORMATION, Bound.above(metric, middle, middle)),
                limit("glucose-low", ReadingKind.GLUCOSE, Severity.LOW, Bound.below(Metric.GLUCOSE, 60, 65)),
                limit(
                        "blood-pressure-high",
                        ReadingKind.BLOOD_PRESSURE,
                        Severity.HIGH,
                        Bound.atOrAbove(Metric.SYSTOLIC, 160, 160)),
                new RiseRule("weight-gain-2-days", "Gain", Severity.LOW, Metric.WEIGHT, 5, 1, 0.5),
                new RiseRule("rise", "Rise", Severity.HIGH, metric, 1, 30, 0));
        return new CarePlan(zone, rules, Map.of(metric, new TargetRange(82, middle)), Duration.ofHours(2));
    }

    private static LimitRule limit(String id, ReadingKind kind, Severity severity, Bound bound) {
        return new LimitRule(id, "Limit", severity, kind, List.of(bound), List.of());
    }
}
