package health.vigil.care.access;

import health.vigil.care.alerts.Alerts;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.kit.http.Requests;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Which patients a request may be about: the one place that decides it.
public final class Sight {

    private final Patients patients;
    private final Alerts alerts;

    public Sight(Patients patients, Jdbi jdbi) {
        this.patients = patients;
        this.alerts = new Alerts(jdbi);
    }

    /// The patient in the path.
    ///
    /// @throws NotFoundResponse when there is none, or none whom this request may see: it tells no difference
    public Patient patient(Context ctx) {
        return patient(ctx, Requests.id(ctx, "patient"));
    }

    /// That patient.
    ///
    /// @throws NotFoundResponse when there is none, or none whom this request may see: it tells no difference
    public Patient patient(Context ctx, UUID id) {
        return find(ctx, id).orElseThrow(() -> new NotFoundResponse("There is no such patient."));
    }

    /// That patient; empty when there is none, or none whom this request may see.
    public Optional<Patient> find(Context ctx, UUID id) {
        return patients.find(id);
    }

    /// The patients whom this request may see, of one care team or of all.
    public List<Patient> patients(Context ctx, Optional<UUID> team) {
        var teams = alerts.teamsOfPatients();
        return patients.all().stream()
                .filter(patient -> isOf(teams.getOrDefault(patient.patientId(), Alerts.FIRST_TEAM), team))
                .toList();
    }

    private static boolean isOf(UUID team, Optional<UUID> wanted) {
        return !team.equals(Alerts.WATCHDOG)
                && (wanted.isEmpty() || wanted.get().equals(team));
    }
}
