package health.vigil.care.overview;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.PartOfDay;
import health.vigil.clinical.trends.Band;
import health.vigil.clinical.trends.HomeMean;
import health.vigil.clinical.trends.Statistics;
import health.vigil.clinical.trends.TypicalHour;
import health.vigil.clinical.trends.WeightCourse;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What a period of local days says of a patient.
///
/// @param statistics of each metric that was measured
/// @param homeMeans of the last seven days of the period, where blood pressure was measured
/// @param bands how many glucose readings are in each of the common bands
/// @param days with readings, of each kind
public record Overview(
        Days period,
        List<Statistics> statistics,
        List<HomeMean> homeMeans,
        List<TypicalHour> typicalDay,
        Map<Band, Integer> bands,
        Optional<WeightCourse> weight,
        Map<ReadingKind, SortedSet<LocalDate>> days) {

    private static final List<Metric> JUDGED_BY_MEAN = List.of(Metric.SYSTOLIC, Metric.DIASTOLIC, Metric.PULSE);

    /// @param readings whose time can be trusted; those before the period make the baseline of the weight
    static Overview of(Collection<Reading> readings, PlanHistory plans, Days period) {
        var within = readings.stream()
                .filter(reading -> period.contain(plans.dayOf(reading.measuredAt())))
                .toList();
        var statistics = Arrays.stream(Metric.values())
                .map(metric -> Statistics.of(within, metric, plans))
                .filter(each -> each.figures().count() > 0)
                .toList();
        return new Overview(
                period,
                statistics,
                homeMeans(within, plans, period.last()),
                TypicalHour.of(within, Metric.GLUCOSE, plans),
                Band.count(within),
                weight(readings, plans, period),
                days(within, plans));
    }

    private static List<HomeMean> homeMeans(List<Reading> readings, PlanHistory plans, LocalDate last) {
        return JUDGED_BY_MEAN.stream()
                .flatMap(metric ->
                        Stream.of(PartOfDay.values()).map(part -> HomeMean.of(readings, metric, part, plans, last)))
                .filter(mean -> mean.readings() > 0)
                .toList();
    }

    private static Optional<WeightCourse> weight(Collection<Reading> readings, PlanHistory plans, Days period) {
        Predicate<Reading> notLater =
                reading -> !plans.dayOf(reading.measuredAt()).isAfter(period.last());
        return WeightCourse.of(readings.stream().filter(notLater).toList(), plans)
                .filter(course -> period.contain(course.day()));
    }

    private static Map<ReadingKind, SortedSet<LocalDate>> days(List<Reading> readings, PlanHistory plans) {
        var days = new EnumMap<ReadingKind, SortedSet<LocalDate>>(ReadingKind.class);
        readings.forEach(reading ->
                days.computeIfAbsent(reading.kind(), _ -> new TreeSet<>()).add(plans.dayOf(reading.measuredAt())));
        return days;
    }

    /// How many glucose readings there are.
    public int glucoseReadings() {
        return bands.values().stream().mapToInt(Integer::intValue).sum();
    }
}
