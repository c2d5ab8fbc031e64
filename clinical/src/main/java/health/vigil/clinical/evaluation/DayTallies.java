package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/// What the local days of a timeline add up to, as far as somebody has asked, kept equal to it: a reading later
/// than all others of its day is added to what is known, and after any other change the day is added up anew.
final class DayTallies {

    private static final LocalDate LAST_DAY = LocalDate.EPOCH.plusYears(1000);

    private final PatientDays calendar;
    private final PlanHistory plans;
    private final Map<LocalDate, DayTally> known = new HashMap<>();

    DayTallies(Timeline timeline, PlanHistory plans) {
        this.calendar = new PatientDays(timeline, dated -> Evaluation.isTrusted(dated.reading()));
        this.plans = plans;
    }

    DayTally of(LocalDate day) {
        return known.computeIfAbsent(
                day, _ -> DayTally.of(calendar.between(day, day.plusDays(1)).getOrDefault(day, List.of()), plans));
    }

    /// The days with readings, from that one on.
    NavigableSet<LocalDate> since(LocalDate first) {
        var days = calendar.between(first, LAST_DAY);
        days.forEach((day, readings) -> known.computeIfAbsent(day, _ -> DayTally.of(readings, plans)));
        return days.navigableKeySet();
    }

    /// The timeline has that reading now.
    void put(Reading reading) {
        var day = plans.dayOf(reading.measuredAt());
        var tally = known.get(day);
        if (tally != null && !(Evaluation.isTrusted(reading) && tally.append(reading, plans))) {
            known.remove(day);
        }
    }

    /// The timeline has no reading there any more.
    void remove(Position position) {
        known.remove(plans.dayOf(position.measuredAt()));
    }

    int size() {
        return known.size();
    }
}
