package health.vigil.care.overview;

import health.vigil.care.patients.Patient;
import health.vigil.clinical.plans.CarePlan;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One page for the record.
///
/// @param plan the template that the care plan began as
/// @param targets each in a line
/// @param alerts the most severe of the period, each in a line
/// @param moreAlerts how many are not on the page
/// @param made when and by whom
public record ReportView(
        Patient patient,
        OverviewView overview,
        List<TrendDrawing> drawings,
        String plan,
        List<String> targets,
        List<String> alerts,
        int moreAlerts,
        String made) {

    private static final int SHOWN = 8;
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);
    private static final List<String> BY_SEVERITY = List.of("CRITICAL", "HIGH", "LOW", "INFORMATION");

    static ReportView of(
            Patient patient,
            OverviewView overview,
            List<TrendDrawing> drawings,
            CarePlan plan,
            List<Happening> happenings,
            ZonedDateTime now,
            String by) {
        var alerts = happenings.stream()
                .filter(each -> each.kind().equals("alert"))
                .sorted((one, other) ->
                        Integer.compare(BY_SEVERITY.indexOf(one.severity()), BY_SEVERITY.indexOf(other.severity())))
                .toList();
        return new ReportView(
                patient,
                overview,
                drawings,
                plan.template(),
                plan.targets().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(target -> "%s %s to %s %s"
                                .formatted(
                                        target.getKey().code(),
                                        target.getKey().format(target.getValue().low()),
                                        target.getKey().format(target.getValue().high()),
                                        target.getKey().unit().display()))
                        .toList(),
                alerts.stream()
                        .limit(SHOWN)
                        .map(each -> WHEN.format(each.at().atZone(patient.zoneId())) + ": " + each.text() + " ("
                                + each.story() + ")")
                        .toList(),
                Math.max(0, alerts.size() - SHOWN),
                WHEN.format(now) + " " + now.getZone() + ", " + by);
    }
}
