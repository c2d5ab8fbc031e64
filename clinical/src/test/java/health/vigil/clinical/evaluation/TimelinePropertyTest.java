package health.vigil.clinical.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Readings;
import health.vigil.clinical.vitals.Value;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// What was fetched in portions, and what was merged, is walked like the readings themselves.
class TimelinePropertyTest {

    private static final Instant START = Instant.parse("2026-06-01T06:00:00Z");
    private static final PlanHistory PLANS = PlanHistory.always(Template.STANDARD.in(ZoneOffset.UTC));
    static final int LAST_MINUTE = 200;

    /// @param minute where it starts
    /// @param most how many readings it looks at
    record Walk(boolean forward, int minute, int most) {}

    @Property(tries = 200)
    void walksLikeItsSourceHoweverOftenAndFromWherever(
            @ForAll @Size(max = 400) List<@IntRange(max = LAST_MINUTE) Integer> minutes,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 999_999) Integer> walks) {
        var readings = readings(minutes);
        var timeline = timeline(readings);

        for (var seed : walks) {
            var walk = walk(seed);
            assertThat(walked(timeline, walk)).isEqualTo(walked(Series.of(readings), walk));
        }
    }

    @Property(tries = 100)
    void walksLikeItsSourceWhileTheVisitorWalksAsWell(
            @ForAll @Size(max = 300) List<@IntRange(max = LAST_MINUTE) Integer> minutes,
            @ForAll @IntRange(max = 999_999) int outer,
            @ForAll @IntRange(max = 999_999) int inner) {
        var readings = readings(minutes);
        var timeline = timeline(readings);
        var found = new ArrayList<Reading>();

        walking(timeline, walk(outer)).accept(walk(outer), reading -> {
            walked(timeline, walk(inner + found.size()));
            found.add(reading);
            return found.size() < walk(outer).most();
        });

        assertThat(found).isEqualTo(walked(Series.of(readings), walk(outer)));
    }

    /// Each step brings a reading, takes one away or changes one, and then somebody walks.
    @Property(tries = 200)
    void walksLikeItsSourceWhileReadingsComeChangeAndGo(
            @ForAll @Size(max = 300) List<@IntRange(max = LAST_MINUTE) Integer> minutes,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 999_999) Integer> steps) {
        var source = new TreeMap<Position, Reading>();
        readings(minutes).forEach(reading -> source.put(reading.position(), reading));
        var timelines = new Timelines(PLANS, _ -> new Live(source));

        for (var seed : steps) {
            change(source, timelines, seed);
            var walk = walk(seed * 31 % 1_000_000);
            assertThat(walked(timelines.of(ReadingKind.GLUCOSE), walk)).isEqualTo(walked(new Live(source), walk));
        }
    }

    private static void change(NavigableMap<Position, Reading> source, Timelines timelines, int seed) {
        var near = source.ceilingKey(new Position(at(seed / 3 % LAST_MINUTE), new UUID(0, 0)));
        if (near == null || seed % 3 == 0) {
            var coming = reading(1_000 + seed, at(seed / 3 % LAST_MINUTE));
            source.put(coming.position(), coming);
            timelines.put(coming);
        } else if (seed % 3 == 1) {
            source.remove(near);
            timelines.remove(ReadingKind.GLUCOSE, near);
        } else {
            var other = Readings.measuring(Map.of(Metric.GLUCOSE, new Value.Exact(seed)), reading(source, near));
            source.put(near, other);
            timelines.put(other);
        }
    }

    private static Reading reading(NavigableMap<Position, Reading> source, Position position) {
        return Optional.ofNullable(source.get(position)).orElseThrow();
    }

    /// Whatever is there at the moment.
    private record Live(NavigableMap<Position, Reading> source) implements Series {

        @Override
        public void forward(Instant from, Predicate<Reading> visitor) {
            Series.of(source.values()).forward(from, visitor);
        }

        @Override
        public void backward(Instant before, Predicate<Reading> visitor) {
            Series.of(source.values()).backward(before, visitor);
        }
    }

    @Property(tries = 200)
    void walksSeveralSeriesLikeOne(
            @ForAll @Size(max = 300) List<@IntRange(max = LAST_MINUTE) Integer> minutes,
            @ForAll @IntRange(max = 999_999) int seed) {
        var readings = readings(minutes);
        var parts = List.of(part(readings, 0), part(readings, 1), part(readings, 2));

        var merged = walked(new MergedSeries(parts), walk(seed));

        assertThat(merged).isEqualTo(walked(Series.of(readings), walk(seed)));
    }

    private static Series part(List<Reading> readings, int part) {
        return timeline(IntStream.range(0, readings.size())
                .filter(i -> i % 3 == part)
                .mapToObj(readings::get)
                .toList());
    }

    private static Walk walk(int seed) {
        return new Walk(seed % 2 == 0, seed / 2 % (LAST_MINUTE + 2), 1 + seed / 1000 % 150);
    }

    private static List<Reading> walked(Series series, Walk walk) {
        var found = new ArrayList<Reading>();
        walking(series, walk).accept(walk, reading -> {
            found.add(reading);
            return found.size() < walk.most();
        });
        return found;
    }

    private static BiConsumer<Walk, Predicate<Reading>> walking(Series series, Walk walk) {
        return walk.forward()
                ? (start, visitor) -> series.forward(at(start.minute()), visitor)
                : (start, visitor) -> series.backward(at(start.minute()), visitor);
    }

    private static Timeline timeline(List<Reading> readings) {
        return new Timeline(Series.of(readings), PLANS);
    }

    private static List<Reading> readings(List<Integer> minutes) {
        return IntStream.range(0, minutes.size())
                .mapToObj(i -> reading(i, at(minutes.get(i))))
                .sorted(Comparator.comparing(Reading::position))
                .toList();
    }

    private static Reading reading(int number, Instant at) {
        var any = Readings.glucose(at, 100);
        return new Reading(NameBased.uuid(number), ReadingKind.GLUCOSE, at, at, false, any.measurements());
    }

    private static Instant at(int minute) {
        return START.plusSeconds(60L * minute);
    }
}
