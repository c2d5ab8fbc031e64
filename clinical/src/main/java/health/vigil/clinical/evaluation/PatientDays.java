package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.History;
import health.vigil.clinical.vitals.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A series by the patient's local days.
record PatientDays(PlanHistory plans, Series series) implements History {

    /// No zone is further than this from UTC, so no local day begins or ends further away than this.
    private static final Duration WIDEST_OFFSET = Duration.ofHours(18);

    @Override
    public LocalDate dayOf(Instant moment) {
        return plans.dayOf(moment);
    }

    @Override
    public NavigableMap<LocalDate, List<Reading>> between(LocalDate first, LocalDate last) {
        var days = new TreeMap<LocalDate, List<Reading>>();
        var end = last.atStartOfDay().toInstant(ZoneOffset.UTC).plus(WIDEST_OFFSET);
        series.forward(first.atStartOfDay().toInstant(ZoneOffset.UTC).minus(WIDEST_OFFSET), reading -> {
            if (!reading.measuredAt().isBefore(end)) {
                return false;
            }
            var day = dayOf(reading.measuredAt());
            if (Evaluation.isTrusted(reading) && !day.isBefore(first) && day.isBefore(last)) {
                days.computeIfAbsent(day, _ -> new ArrayList<>()).add(reading);
            }
            return true;
        });
        return days;
    }

    /// A moment that surely lies after the end of that local day, whatever the zone.
    static Instant safelyAfter(LocalDate day) {
        return day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).plus(WIDEST_OFFSET);
    }
}
