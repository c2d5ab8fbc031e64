package health.vigil.care.panel;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.trends.Course;
import health.vigil.clinical.trends.DayFigures;
import health.vigil.clinical.vitals.Metric;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How a patient stood on one of their local days.
///
/// @param day the patient's today, which the four weeks end with
/// @param lastReading when the last reading was measured; absent without any
/// @param courses of the metrics with readings in the last eight weeks
/// @param days with readings of any kind among the last 28
/// @param worsening the metrics that surely lead away from their target
record Standing(
        LocalDate day, @Nullable Instant lastReading, Map<Metric, Course> courses, int days, Set<Metric> worsening) {

    /// The metrics that the panel shows.
    static final List<Metric> METRICS = List.of(Metric.SYSTOLIC, Metric.DIASTOLIC, Metric.GLUCOSE, Metric.WEIGHT);

    private static final int RECENT = 28;

    static Standing of(
            LocalDate today,
            @Nullable Instant lastReading,
            Map<Metric, NavigableMap<LocalDate, DayFigures>> figures,
            CarePlan plan) {
        var courses = new EnumMap<Metric, Course>(Metric.class);
        var recent = new HashSet<LocalDate>();
        figures.forEach((metric, days) -> {
            courses.put(metric, Course.of(days, today));
            recent.addAll(new TreeMap<>(days)
                    .subMap(today.minusDays(RECENT), false, today, true)
                    .keySet());
        });
        var worsening = new HashSet<Metric>();
        courses.forEach((metric, course) -> {
            var target = plan.targets().get(metric);
            if (target != null && course.isWorsening(target)) {
                worsening.add(metric);
            }
        });
        return new Standing(today, lastReading, courses, recent.size(), worsening);
    }
}
