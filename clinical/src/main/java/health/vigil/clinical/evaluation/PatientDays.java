package health.vigil.clinical.evaluation;

import health.vigil.clinical.vitals.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A timeline by the patient's local days.
///
/// @param which readings count
record PatientDays(Timeline timeline, Predicate<Reading> which) {

    /// No zone is further than this from UTC, so no local day begins or ends further away than this.
    private static final Duration WIDEST_OFFSET = Duration.ofHours(18);

    /// The readings of the days from the first (inclusive) to the last (exclusive), oldest first; days without any are
    /// absent.
    NavigableMap<LocalDate, List<Reading>> between(LocalDate first, LocalDate last) {
        var days = new TreeMap<LocalDate, List<Reading>>();
        var latest = new ArrayDeque<Map.Entry<LocalDate, List<Reading>>>(1);
        var end = last.atStartOfDay().toInstant(ZoneOffset.UTC).plus(WIDEST_OFFSET);
        timeline.walk(safelyBefore(first), dated -> {
            if (!dated.reading().measuredAt().isBefore(end)) {
                return false;
            }
            var day = dated.day();
            if (!day.isBefore(first) && day.isBefore(last) && which.test(dated.reading())) {
                // Mostly the same day as the reading before.
                if (latest.isEmpty() || !latest.getFirst().getKey().equals(day)) {
                    latest.clear();
                    latest.add(Map.entry(day, days.computeIfAbsent(day, _ -> new ArrayList<>())));
                }
                latest.getFirst().getValue().add(dated.reading());
            }
            return true;
        });
        return days;
    }

    /// A moment that surely lies before that local day, whatever the zone.
    static Instant safelyBefore(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC).minus(WIDEST_OFFSET);
    }

    /// A moment that surely lies after the end of that local day, whatever the zone.
    static Instant safelyAfter(LocalDate day) {
        return day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).plus(WIDEST_OFFSET);
    }
}
