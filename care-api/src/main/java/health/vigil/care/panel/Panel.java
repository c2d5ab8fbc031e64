package health.vigil.care.panel;

import health.vigil.care.alerts.Alerts;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientsInSight;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Finds the patients that somebody asks for, as they stand.
final class Panel {

    /// Whom somebody wants to see.
    ///
    /// @param team a care team's; absent for those of all
    /// @param begin how a part of the name begins; empty for any
    /// @param onlyWorse only who is getting worse
    /// @param onlyAlerts only who has an open alert
    record Filter(Optional<UUID> team, String begin, boolean onlyWorse, boolean onlyAlerts) {}

    private final PatientsInSight sight;
    private final Standings standings;
    private final Alerts alerts;

    Panel(PatientsInSight sight, Standings standings, Alerts alerts) {
        this.sight = sight;
        this.standings = standings;
        this.alerts = alerts;
    }

    Map<UUID, String> teams() {
        return alerts.teams();
    }

    List<Row> of(HttpServletRequest request, Filter filter, Row.Order order, boolean descending) {
        var asked = sight.patients(request, filter.team()).stream()
                .filter(patient -> hasName(patient, filter.begin()))
                .toList();
        var found = standings.of(asked);
        var open = alerts.open();
        return asked.stream()
                .flatMap(patient -> Optional.ofNullable(found.get(patient.patientId()))
                        .map(standing -> new Row(patient, standing, open.getOrDefault(patient.patientId(), 0)))
                        .stream())
                .filter(row ->
                        !filter.onlyWorse() || !row.standing().worsening().isEmpty())
                .filter(row -> !filter.onlyAlerts() || row.openAlerts() > 0)
                .sorted(Row.comparator(order, descending))
                .toList();
    }

    private static boolean hasName(Patient patient, String begin) {
        var wanted = begin.toLowerCase(Locale.ROOT);
        return patient.familyName().toLowerCase(Locale.ROOT).startsWith(wanted)
                || patient.name().toLowerCase(Locale.ROOT).startsWith(wanted);
    }
}
