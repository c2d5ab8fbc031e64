package health.vigil.care.overview;

import health.vigil.care.plans.Plans;
import health.vigil.care.readings.StoredReadings;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Adds up the stored readings of a period.
final class Overviews {

    /// No zone is further than this from UTC.
    private static final Duration WIDEST_OFFSET = Duration.ofHours(18);

    /// What comes before the period and counts for the baseline of the weight.
    private static final int DAYS_BEFORE = 31;

    private static final List<Metric> DRAWN = List.of(Metric.SYSTOLIC, Metric.DIASTOLIC, Metric.GLUCOSE, Metric.WEIGHT);

    private final StoredReadings readings;
    private final Plans plans;
    private final Clock clock;

    Overviews(StoredReadings readings, Plans plans, Clock clock) {
        this.readings = readings;
        this.plans = plans;
        this.clock = clock;
    }

    Overview of(UUID patient, Days period) {
        return Overview.of(trusted(patient, period), plans.history(patient), period);
    }

    /// The metrics that were measured, drawn for paper.
    List<TrendDrawing> drawings(UUID patient, Days period, CarePlan plan) {
        var found = trusted(patient, period);
        var history = plans.history(patient);
        return DRAWN.stream()
                .flatMap(metric ->
                        TrendDrawing.of(
                                found,
                                metric,
                                history,
                                period,
                                Optional.ofNullable(plan.targets().get(metric)))
                                .stream())
                .toList();
    }

    /// Day by day, the latest first.
    List<DayRow> table(UUID patient, Days period) {
        return DayRow.of(trusted(patient, period), plans.history(patient), period);
    }

    /// Whose clock was right, and that are not from the future.
    private List<Reading> trusted(UUID patient, Days period) {
        var from = period.first()
                .minusDays(DAYS_BEFORE)
                .atStartOfDay(ZoneOffset.UTC)
                .minus(WIDEST_OFFSET);
        var until = period.last().plusDays(1).atStartOfDay(ZoneOffset.UTC).plus(WIDEST_OFFSET);
        var now = clock.instant();
        return readings
                .of(List.of(patient), from.toInstant(), until.toInstant())
                .getOrDefault(patient, List.of())
                .stream()
                .filter(reading ->
                        !reading.clockSuspect() && !reading.measuredAt().isAfter(now))
                .toList();
    }
}
