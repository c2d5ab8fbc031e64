package health.vigil.care.panel;

import health.vigil.clinical.trends.Course;
import health.vigil.clinical.trends.Slope;
import health.vigil.clinical.vitals.Metric;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/// The panel as people read it.
///
/// @param more what to ask for beside the filter in order to go on from here; empty on the last
public record PanelView(List<Line> lines, int found, String order, boolean descending, Optional<String> more) {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

    /// One patient.
    ///
    /// @param worse which way what goes, with its confidence; empty where nothing surely gets worse
    public record Line(
            UUID patientId,
            String name,
            String last,
            Cell pressure,
            Cell glucose,
            Cell weight,
            int days,
            int openAlerts,
            List<String> worse) {}

    /// A metric now, and four weeks before.
    public record Cell(String now, String before, String share, String shareBefore) {

        static final Cell NONE = new Cell("–", "", "", "");
    }

    static Line line(Row row) {
        var standing = row.standing();
        var last = standing.lastReading();
        return new Line(
                row.patient().patientId(),
                row.patient().familyName() + ", " + row.patient().givenName(),
                last == null ? "never" : WHEN.format(last.atZone(row.patient().zoneId())),
                pressure(standing.courses()),
                cell(Metric.GLUCOSE, standing.courses()),
                cell(Metric.WEIGHT, standing.courses()),
                standing.days(),
                row.openAlerts(),
                standing.worsening().stream()
                        .sorted()
                        .flatMap(
                                metric -> Optional.ofNullable(standing.courses().get(metric))
                                        .flatMap(Course::slope)
                                        .map(slope -> text(metric, slope))
                                        .stream())
                        .toList());
    }

    private static Cell pressure(Map<Metric, Course> courses) {
        var systolic = cell(Metric.SYSTOLIC, courses);
        var diastolic = cell(Metric.DIASTOLIC, courses);
        return systolic.equals(Cell.NONE)
                ? systolic
                : new Cell(
                        systolic.now() + "/" + diastolic.now(),
                        systolic.before() + "/" + diastolic.before(),
                        systolic.share(),
                        systolic.shareBefore());
    }

    private static Cell cell(Metric metric, Map<Metric, Course> courses) {
        var course = courses.get(metric);
        if (course == null) {
            return Cell.NONE;
        }
        var hasTarget = metric != Metric.WEIGHT;
        return new Cell(
                mean(metric, course.now().mean()),
                mean(metric, course.before().mean()),
                hasTarget ? percent(course.now().shareInRange()) : "",
                hasTarget ? percent(course.before().shareInRange()) : "");
    }

    private static String mean(Metric metric, OptionalDouble mean) {
        return mean.isEmpty() ? "–" : metric.format(metric.round(mean.getAsDouble()));
    }

    private static String percent(OptionalDouble share) {
        return share.isEmpty() ? "–" : Math.round(100 * share.getAsDouble()) + " %";
    }

    private static String text(Metric metric, Slope slope) {
        return String.format(
                Locale.ROOT,
                "%s %s %.1f %s a week (95 %%: %.1f to %.1f)",
                metric.code(),
                slope.perWeek() > 0 ? "rises" : "falls",
                Math.abs(slope.perWeek()),
                metric.unit().display(),
                Math.abs(slope.perWeek() > 0 ? slope.low() : slope.high()),
                Math.abs(slope.perWeek() > 0 ? slope.high() : slope.low()));
    }
}
