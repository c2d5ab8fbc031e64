package health.vigil.care.overview;

import health.vigil.clinical.vitals.Metric;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a chart on the page needs to fetch and draw its readings.
///
/// @param targets JSON: the target bands
/// @param limits JSON: the plan's limits with their labels
public record ChartView(String title, List<Metric> metrics, String targets, String limits) {

    public ChartView {
        metrics = List.copyOf(metrics);
    }

    public String metricCodes() {
        return metrics.stream().map(Metric::code).collect(Collectors.joining(","));
    }

    public String labels() {
        return metrics.stream()
                .map(metric -> metric.name().charAt(0)
                        + metric.name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(","));
    }

    public String unit() {
        return metrics.getFirst().unit().display();
    }

    /// What the value axis spans at least, in the unit of the chart.
    public String leastSpan() {
        return switch (metrics.getFirst()) {
            case WEIGHT -> "6";
            case SYSTOLIC, DIASTOLIC, MEAN_ARTERIAL_PRESSURE, PULSE, GLUCOSE -> "50";
        };
    }

    /// Where HI is drawn: at the edge of what can be.
    public String highest() {
        return Double.toString(metrics.getFirst().highestPlausible());
    }

    /// Where LO is drawn.
    public String lowest() {
        return Double.toString(metrics.getFirst().lowestPlausible());
    }
}
