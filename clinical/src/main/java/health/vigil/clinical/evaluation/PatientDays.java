package health.vigil.clinical.evaluation;

import health.vigil.clinical.rules.History.Dated;
import health.vigil.clinical.vitals.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A timeline by the patient's local days.
///
/// @param which readings count
record PatientDays(Timeline timeline, Predicate<Dated> which) {

    /// No zone is further than this from UTC, so no local day begins or ends further away than this.
    private static final Duration WIDEST_OFFSET = Duration.ofHours(18);

    private static final long SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

    /// The readings of the days from the first (inclusive) to the last (exclusive), oldest first; days without any are
    /// absent.
    NavigableMap<LocalDate, List<Reading>> between(LocalDate first, LocalDate last) {
        var days = new TreeMap<LocalDate, List<Reading>>();
        for (var dated : in(first, last)) {
            days.computeIfAbsent(dated.day(), _ -> new ArrayList<>()).add(dated.reading());
        }
        return days;
    }

    /// The same by day in one list.
    List<Dated> in(LocalDate first, LocalDate last) {
        var found = new ArrayList<Dated>();
        var end = safelyAfter(last.minusDays(1));
        timeline.walk(safelyBefore(first), dated -> {
            if (!dated.reading().measuredAt().isBefore(end)) {
                return false;
            }
            if (!dated.day().isBefore(first) && dated.day().isBefore(last) && which.test(dated)) {
                found.add(dated);
            }
            return true;
        });
        // A patient who travels west lives a day again.
        if (!isByDay(found)) {
            found.sort(Comparator.comparing(Dated::day));
        }
        return found;
    }

    private static boolean isByDay(List<Dated> found) {
        for (var place = 1; place < found.size(); place++) {
            if (found.get(place).day().isBefore(found.get(place - 1).day())) {
                return false;
            }
        }
        return true;
    }

    /// A moment that surely lies before that local day, whatever the zone.
    static Instant safelyBefore(LocalDate day) {
        return midnight(day).minus(WIDEST_OFFSET);
    }

    /// A moment that surely lies after the end of that local day, whatever the zone.
    static Instant safelyAfter(LocalDate day) {
        return midnight(day.plusDays(1)).plus(WIDEST_OFFSET);
    }

    private static Instant midnight(LocalDate day) {
        return Instant.ofEpochSecond(day.toEpochDay() * SECONDS_PER_DAY);
    }
}
