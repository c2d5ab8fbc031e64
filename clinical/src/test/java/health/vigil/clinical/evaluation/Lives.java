package health.vigil.clinical.evaluation;

import health.vigil.clinical.vitals.Context;
import health.vigil.clinical.vitals.Meal;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Posture;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Readings;
import health.vigil.clinical.vitals.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/// Generates lives: some weeks of readings around a change of the clocks, with all that goes wrong at home.
public final class Lives implements ArbitrarySupplier<Life> {

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
            new Place("Pacific/Niue", "2026-01-01"),
            new Place("Pacific/Apia", "2011-12-30"));

    @Override
    public Arbitrary<Life> get() {
        return Arbitraries.of(PLACES)
                .flatMap(
                        place -> Combinators.combine(Plans.at(place), sessions(place), presences(place), moments(place))
                                .as((versions, sessions, presence, now) ->
                                        new Life(versions, readings(sessions), presence, now)))
                .withoutEdgeCases();
    }

    static Arbitrary<Instant> moments(Place place) {
        var minutes = DAYS_EACH_SIDE * MINUTES_A_DAY;
        var halfDays = Arbitraries.integers()
                .between(-2 * DAYS_EACH_SIDE, 2 * DAYS_EACH_SIDE)
                .map(half -> half * MINUTES_A_DAY / 2);
        var around = Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.integers().between(-minutes, minutes)),
                        Tuple.of(2, Arbitraries.integers().between(-2 * MINUTES_A_DAY, 2 * MINUTES_A_DAY)),
                        Tuple.of(3, halfDays))
                .map(minute -> place.noon().plus(Duration.ofMinutes(minute)));
        return Arbitraries.frequencyOf(Tuple.of(8, around), Tuple.of(1, fullHours(place)));
    }

    /// At the patient's home, where the parts of a day begin and end.
    private static Arbitrary<Instant> fullHours(Place place) {
        return Combinators.combine(
                        Arbitraries.integers().between(-DAYS_EACH_SIDE, DAYS_EACH_SIDE), Arbitraries.of(0, 4, 12, 16))
                .as((day, hour) -> place.change()
                        .plusDays(day)
                        .atTime(hour, 0)
                        .atZone(place.zone())
                        .toInstant());
    }

    static Arbitrary<Presence> presences(Place place) {
        return Combinators.combine(Arbitraries.of(true, false), moments(place))
                .as((online, since) -> new Presence.Device(Readings.DEVICE, online, since))
                .list()
                .ofMaxSize(2)
                .map(Presence::new);
    }

    private record Draw(
            ReadingKind kind, int minute, Duration delay, Map<Metric, Value> measurements, Context context) {}

    /// Some readings within minutes of each other.
    private record Session(Instant at, boolean suspect, List<Draw> draws) {}

    private static Arbitrary<List<Session>> sessions(Place place) {
        return Arbitraries.of(ReadingKind.class).set().ofMinSize(1).flatMap(kinds -> sessions(place, kinds)
                .list()
                .ofMaxSize(30)
                .withSizeDistribution(RandomDistribution.uniform()));
    }

    private static Arbitrary<Session> sessions(Place place, Set<ReadingKind> kinds) {
        var draws =
                Arbitraries.of(kinds).flatMap(Lives::draws).list().ofMinSize(1).ofMaxSize(3);
        var lost = Arbitraries.of("1970-01-01T00:00:00Z", "2000-01-01T00:00:59Z", "2044-07-01T12:00:00Z")
                .map(Instant::parse);
        var trusted = Combinators.combine(moments(place), Arbitraries.just(false), draws)
                .as(Session::new);
        var suspect = Combinators.combine(Arbitraries.oneOf(lost, moments(place)), Arbitraries.just(true), draws)
                .as(Session::new);
        return Arbitraries.frequencyOf(Tuple.of(9, trusted), Tuple.of(1, suspect));
    }

    private static Arbitrary<Draw> draws(ReadingKind kind) {
        return Combinators.combine(
                        Arbitraries.just(kind),
                        Arbitraries.of(0, 0, 1, 4, 5, 6, 15),
                        delays(),
                        Values.of(kind),
                        contexts())
                .as(Draw::new);
    }

    private static Arbitrary<Context> contexts() {
        return Combinators.combine(
                        Arbitraries.of(Meal.FASTING, Meal.AFTER_MEAL).optional(0.5),
                        Arbitraries.of(Posture.SITTING, Posture.LYING).optional(0.5),
                        Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true)))
                .as(Context::new);
    }

    private static Arbitrary<Duration> delays() {
        return Arbitraries.of("PT1M", "PT2H", "PT2H0.001S", "PT6H", "PT6H0.001S", "P9D")
                .map(Duration::parse);
    }

    /// Ids of the place in the list: distinct, and spread over all unsigned values.
    private static List<Reading> readings(List<Session> sessions) {
        return IntStream.range(0, sessions.size())
                .boxed()
                .flatMap(i -> IntStream.range(0, sessions.get(i).draws().size())
                        .mapToObj(j -> reading(sessions.get(i), i, j)))
                .toList();
    }

    private static Reading reading(Session session, int i, int j) {
        var draw = session.draws().get(j);
        var at = session.at().plus(Duration.ofMinutes(draw.minute()));
        return new Reading(
                NameBased.uuid(i, j),
                draw.kind(),
                at,
                at.plus(draw.delay()),
                session.suspect(),
                draw.measurements(),
                draw.context());
    }
}
