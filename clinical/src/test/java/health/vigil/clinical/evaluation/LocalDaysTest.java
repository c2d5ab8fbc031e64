package health.vigil.clinical.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.evaluation.Lives.Place;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Readings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A day is what the patient's wall clock says it is, however long it takes.
class LocalDaysTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29, PT23H",
        "Europe/Berlin, 2026-10-25, PT25H",
        "America/New_York, 2026-03-08, PT23H",
        "America/New_York, 2026-11-01, PT25H",
        "America/St_Johns, 2026-11-01, PT25H",
        "America/Havana, 2026-03-08, PT23H",
        "America/Santiago, 2026-04-04, PT25H",
        "America/Santiago, 2026-09-06, PT23H",
        "Africa/Cairo, 2026-04-24, PT23H",
        "Africa/Cairo, 2026-10-29, PT25H",
        "Africa/Casablanca, 2026-02-15, PT25H",
        "Africa/Casablanca, 2026-03-22, PT23H",
        "Asia/Beirut, 2026-03-29, PT23H",
        "Asia/Beirut, 2026-10-24, PT25H",
        "Asia/Kathmandu, 2026-03-29, PT24H",
        "Australia/Lord_Howe, 2026-04-05, PT24H30M",
        "Australia/Lord_Howe, 2026-10-04, PT23H30M",
        "Pacific/Chatham, 2026-04-05, PT25H",
        "Pacific/Kiritimati, 2026-01-01, PT24H",
        "Pacific/Apia, 2011-12-29, PT24H",
        "Pacific/Apia, 2011-12-31, PT24H",
    })
    void holdAllReadingsOfAsManyHoursAsTheDayHas(ZoneId zone, LocalDate day, Duration expected) {
        var readings = everyTenMinutes(day.minusDays(2), day.plusDays(3));

        var counts = counts(whole(always(zone), readings));

        assertThat(TEN_MINUTES.multipliedBy(counts.getOrDefault(day, 0))).isEqualTo(expected);
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(readings.size());
    }

    @Test
    void leaveOutTheDayThatSamoaSkipped() {
        var readings = everyTenMinutes(LocalDate.parse("2011-12-28"), LocalDate.parse("2012-01-02"));

        var counts = counts(whole(always(ZoneId.of("Pacific/Apia")), readings));

        assertThat(counts).containsKeys(LocalDate.parse("2011-12-29"), LocalDate.parse("2011-12-31"));
        assertThat(counts).doesNotContainKey(LocalDate.parse("2011-12-30"));
    }

    @ParameterizedTest
    @CsvSource({
        // 23:59 and the first minute of the next day, where midnight does not exist or comes twice.
        "America/Santiago, 2026-09-06T03:59:00Z, 2026-09-05",
        "America/Santiago, 2026-09-06T04:00:00Z, 2026-09-06",
        "America/Santiago, 2026-04-05T02:59:00Z, 2026-04-04",
        "America/Santiago, 2026-04-05T03:30:00Z, 2026-04-04",
        "America/Santiago, 2026-04-05T04:00:00Z, 2026-04-05",
        "Asia/Beirut, 2026-03-28T21:59:59Z, 2026-03-28",
        "Asia/Beirut, 2026-03-28T22:00:00Z, 2026-03-29",
        "Pacific/Apia, 2011-12-30T09:59:59Z, 2011-12-29",
        "Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-31",
    })
    void beginWhenTheWallClockShowsANewDate(ZoneId zone, Instant moment, LocalDate expected) {
        var outcome = whole(always(zone), List.of(Readings.glucose(moment, 100)));

        assertThat(outcome.days()).extracting(DaySummary::day).containsExactly(expected);
    }

    @Property(tries = 300)
    void holdEachReadingOnTheDateThatItsWallClockShows(
            @ForAll("places") Place place, @ForAll("times") List<Long> minutes) {
        var moments = minutes.stream()
                .distinct()
                .map(minute -> place.noon().plus(Duration.ofMinutes(minute)))
                .toList();
        var readings =
                moments.stream().map(moment -> Readings.glucose(moment, 100)).toList();

        var counts = counts(whole(always(place.zone()), readings));

        var dates = DateTimeFormatter.ISO_LOCAL_DATE.withZone(place.zone());
        assertThat(counts)
                .isEqualTo(moments.stream()
                        .collect(Collectors.toMap(
                                moment -> LocalDate.parse(dates.format(moment)), _ -> 1, Integer::sum)));
    }

    @Provide
    Arbitrary<Place> places() {
        return Arbitraries.of(Lives.PLACES);
    }

    @Provide
    Arbitrary<List<Long>> times() {
        return Arbitraries.longs().between(-3_000, 3_000).list().ofMaxSize(100);
    }

    @Test
    void areOneDayForAPatientWhoLivesItTwiceTravellingWest() {
        var departure = Instant.parse("2026-06-10T11:00:00Z");
        var plans = journey("Pacific/Auckland", departure, "Pacific/Honolulu");
        var before = Readings.glucose(Instant.parse("2026-06-10T09:00:00Z"), 60);
        var after = Readings.glucose(Instant.parse("2026-06-11T08:00:00Z"), 200);

        var days = whole(plans, List.of(before, after)).days();

        assertThat(days).singleElement().satisfies(day -> {
            assertThat(day.day()).isEqualTo("2026-06-10");
            assertThat(day.zone()).isEqualTo(ZoneId.of("Pacific/Honolulu"));
            assertThat(day.metrics().getFirst().count()).isEqualTo(2);
        });
    }

    @Test
    void areMissingForAPatientWhoCrossesTheDateLineTravellingEast() {
        var departure = Instant.parse("2026-06-10T09:00:00Z");
        var plans = journey("Pacific/Honolulu", departure, "Pacific/Kiritimati");
        var readings = everyTenMinutes(LocalDate.parse("2026-06-09"), LocalDate.parse("2026-06-12"));

        var counts = counts(whole(plans, readings));

        // It is 23:00 on the 9th in Honolulu and 23:00 on the 10th on Kiritimati: one hour of the 10th is left.
        assertThat(counts).containsEntry(LocalDate.parse("2026-06-10"), 6);
    }

    private static Evaluation.Outcome whole(NavigableMap<Instant, CarePlan> plans, List<Reading> readings) {
        return Life.of(plans, readings).evaluation().whole();
    }

    private static NavigableMap<Instant, CarePlan> always(ZoneId zone) {
        return new TreeMap<>(Map.of(Instant.EPOCH, Template.STANDARD.in(zone)));
    }

    private static NavigableMap<Instant, CarePlan> journey(String from, Instant departure, String to) {
        var plans = always(ZoneId.of(from));
        plans.put(departure, Template.STANDARD.in(ZoneId.of(to)));
        return plans;
    }

    private static List<Reading> everyTenMinutes(LocalDate from, LocalDate until) {
        var end = until.atStartOfDay().toInstant(ZoneOffset.UTC);
        var start = from.atStartOfDay().toInstant(ZoneOffset.UTC);
        return Stream.iterate(start, moment -> moment.isBefore(end), moment -> moment.plus(TEN_MINUTES))
                .map(moment -> Readings.glucose(moment, 100))
                .toList();
    }

    private static Map<LocalDate, Integer> counts(Evaluation.Outcome outcome) {
        return outcome.days().stream()
                .collect(Collectors.toMap(
                        DaySummary::day, day -> day.metrics().getFirst().count()));
    }
}
