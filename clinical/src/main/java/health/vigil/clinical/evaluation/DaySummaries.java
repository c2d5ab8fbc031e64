package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;

/// Day summaries with their rolling seven-day means. A reading can change its own day and, through the rolling mean,
/// the six that follow.
final class DaySummaries {

    private static final int ROLLING_DAYS = 7;
    private static final LocalDate FIRST_DAY = LocalDate.EPOCH.minusYears(200);
    private static final LocalDate LAST_DAY = LocalDate.EPOCH.plusYears(1000);

    private final ReadingKind kind;
    private final PlanHistory plans;
    private final PatientDays calendar;

    DaySummaries(ReadingKind kind, PlanHistory plans, Timeline timeline) {
        this.kind = kind;
        this.plans = plans;
        this.calendar = new PatientDays(timeline, dated -> Evaluation.isTrusted(dated.reading()));
    }

    List<DaySummary> all() {
        return from(FIRST_DAY);
    }

    /// The days that a change of the plan from that moment on can have changed: from the same day on whatever the plan,
    /// so that the days of the plan before it that are missing here are days no more.
    List<DaySummary> since(Instant changed) {
        return changed.equals(Instant.MIN)
                ? all()
                : from(LocalDate.ofInstant(changed, ZoneOffset.UTC).minusDays(1));
    }

    private List<DaySummary> from(LocalDate first) {
        var days = calendar.between(first.minusDays(ROLLING_DAYS - 1), LAST_DAY);
        return days.tailMap(first, true).keySet().stream()
                .map(day -> summarise(day, days))
                .toList();
    }

    /// The day of that moment, even if it has no reading any more, and the following ones that have.
    List<DaySummary> affectedBy(Instant changed) {
        var day = plans.dayOf(changed);
        var days = calendar.between(day.minusDays(ROLLING_DAYS - 1), day.plusDays(ROLLING_DAYS));
        var affected = new TreeSet<>(days.tailMap(day, true).keySet());
        affected.add(day);
        return affected.stream()
                .map(each -> days.containsKey(each)
                        ? summarise(each, days)
                        : new DaySummary(kind, each, plans.at(changed).zone(), List.of()))
                .toList();
    }

    private DaySummary summarise(LocalDate day, NavigableMap<LocalDate, List<Reading>> days) {
        var readings = days.getOrDefault(day, List.of());
        var week = days.subMap(day.minusDays(ROLLING_DAYS - 1), true, day, true).values().stream()
                .flatMap(List::stream)
                .toList();
        var plan = plans.at(readings.getLast().measuredAt());
        var metrics = kind.metrics().stream()
                .flatMap(metric -> summarise(metric, readings, week).stream())
                .toList();
        return new DaySummary(kind, day, plan.zone(), metrics);
    }

    private Optional<MetricSummary> summarise(Metric metric, List<Reading> day, List<Reading> week) {
        var target = plans.at(day.getLast().measuredAt()).targets().get(metric);
        return MetricSummary.of(metric, day, week, Optional.ofNullable(target));
    }
}
