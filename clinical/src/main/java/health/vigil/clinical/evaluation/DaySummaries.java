package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Day summaries with their rolling seven-day means. A reading can change its own day and, through the rolling mean,
/// the six that follow.
final class DaySummaries {

    private static final int ROLLING_DAYS = 7;
    private static final LocalDate FIRST_DAY = LocalDate.EPOCH.minusYears(200);

    private final ReadingKind kind;
    private final PlanHistory plans;
    private final DayTallies tallies;

    DaySummaries(ReadingKind kind, PlanHistory plans, DayTallies tallies) {
        this.kind = kind;
        this.plans = plans;
        this.tallies = tallies;
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
        return tallies.since(first).stream().map(this::summarise).toList();
    }

    /// The day of that moment, even if it has no reading any more, and the following ones that have.
    List<DaySummary> affectedBy(Instant changed) {
        var day = plans.dayOf(changed);
        var itself = tallies.of(day).isEmpty()
                ? new DaySummary(kind, day, plans.at(changed).zone(), List.of())
                : summarise(day);
        var following = IntStream.range(1, ROLLING_DAYS)
                .mapToObj(day::plusDays)
                .filter(each -> !tallies.of(each).isEmpty())
                .map(this::summarise);
        return Stream.concat(Stream.of(itself), following).toList();
    }

    private DaySummary summarise(LocalDate day) {
        var tally = tallies.of(day);
        var week = IntStream.rangeClosed(1 - ROLLING_DAYS, 0)
                .mapToObj(day::plusDays)
                .map(tallies::of)
                .toList();
        var metrics = kind.metrics().stream()
                .flatMap(metric -> MetricSummary.of(metric, tally, week).stream())
                .toList();
        return new DaySummary(kind, day, tally.zone(), metrics);
    }
}
