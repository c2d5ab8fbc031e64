package health.vigil.care.patients;

import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Requests;
import health.vigil.kit.sight.Sight;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/// The patients whom a request may be about, as [Sight] decides it. Who is found by name or id is on record as seen.
public final class PatientsInSight {

    private final Patients patients;
    private final Sight sight;

    public PatientsInSight(Patients patients, Sight sight) {
        this.patients = patients;
        this.sight = sight;
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
        return find(ctx.req(), id)
                .orElseThrow(() -> new NotFoundResponse("There is no such patient, or it is none of yours."));
    }

    /// That patient; empty when there is none, or none whom this request may see.
    public Optional<Patient> find(HttpServletRequest request, UUID id) {
        var found = patients.find(id).filter(patient -> sight.sees(request, patient.patientId()));
        found.ifPresent(patient -> Looks.at(request, patient.patientId()));
        return found;
    }

    /// The patients whom this request may see, of one care team or of all.
    public List<Patient> patients(HttpServletRequest request, Optional<UUID> team) {
        var reach = sight.of(request);
        var teams = sight.teamsOfPatients();
        return patients.all().stream()
                .filter(patient -> {
                    var own = teams.getOrDefault(patient.patientId(), Sight.FIRST_TEAM);
                    return reach.covers(patient.patientId(), own) && isOf(own, team);
                })
                .toList();
    }

    /// Those of some patients whom this request may see.
    public List<Patient> among(HttpServletRequest request, Set<UUID> some) {
        var reach = reach(request);
        var found = patients.all().stream()
                .filter(patient -> some.contains(patient.patientId()))
                .filter(patient -> reach.test(patient.patientId()))
                .toList();
        Looks.atList(request, found.stream().map(Patient::patientId).toList());
        return found;
    }

    private static boolean isOf(UUID team, Optional<UUID> wanted) {
        return !team.equals(Sight.WATCHDOG) && (wanted.isEmpty() || wanted.get().equals(team));
    }

    /// Patients by name whom this request may see.
    public List<Patient> search(HttpServletRequest request, String begin, int limit) {
        var reach = sight.of(request);
        var found = reach.everybody()
                ? patients.search(begin, limit)
                : patients.search(begin, Integer.MAX_VALUE).stream()
                        .filter(inReach(request))
                        .limit(limit)
                        .toList();
        found.forEach(patient -> Looks.at(request, patient.patientId()));
        return found;
    }

    private Predicate<Patient> inReach(HttpServletRequest request) {
        var filter = reach(request);
        return patient -> filter.test(patient.patientId());
    }

    /// Whom this request may see.
    public Predicate<UUID> reach(HttpServletRequest request) {
        return sight.filter(request);
    }
}
