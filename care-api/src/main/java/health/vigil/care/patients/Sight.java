package health.vigil.care.patients;

import health.vigil.care.alerts.Alerts;
import health.vigil.kit.access.Grant;
import health.vigil.kit.access.Scope;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.Requests;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;

/// Which patients a request may be about: the one place that decides it.
///
/// A nurse or clinician who is signed in sees every patient. A program sees those that the scopes of its token are
/// about.
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
        return find(ctx.req(), id).orElseThrow(() -> new NotFoundResponse("There is no such patient."));
    }

    /// That patient; empty when there is none, or none whom this request may see.
    public Optional<Patient> find(HttpServletRequest request, UUID id) {
        return patients.find(id).filter(patient -> reach(request).test(patient.patientId()));
    }

    /// The patients whom this request may see, of one care team or of all.
    public List<Patient> patients(HttpServletRequest request, Optional<UUID> team) {
        var reach = reach(request);
        var teams = alerts.teamsOfPatients();
        return patients.all().stream()
                .filter(patient -> reach.test(patient.patientId()))
                .filter(patient -> isOf(teams.getOrDefault(patient.patientId(), Alerts.FIRST_TEAM), team))
                .toList();
    }

    /// Patients by name whom this request may see.
    public List<Patient> search(HttpServletRequest request, String begin, int limit) {
        return Gate.isByPerson(request)
                ? patients.search(begin, limit)
                : patients.search(begin, Integer.MAX_VALUE).stream()
                        .filter(patient -> reach(request).test(patient.patientId()))
                        .limit(limit)
                        .toList();
    }

    private static boolean isOf(UUID team, Optional<UUID> wanted) {
        return !team.equals(Alerts.WATCHDOG)
                && (wanted.isEmpty() || wanted.get().equals(team));
    }

    /// Whom this request may see.
    public Predicate<UUID> reach(HttpServletRequest request) {
        if (Gate.isByPerson(request)) {
            return _ -> true;
        }
        return Gate.grant(request).map(this::reach).orElse(_ -> false);
    }

    /// Whom a grant is about, by all of its scopes: narrow it first.
    public Predicate<UUID> reach(Grant grant) {
        var teams = teams(grant);
        Predicate<UUID> itself = patient -> grant.has(Scope.Context.PATIENT)
                && grant.patient().filter(patient::equals).isPresent();
        if (teams.isEmpty()) {
            return itself;
        }
        var members = alerts.teamsOfPatients();
        return itself.or(patient -> teams.contains(members.getOrDefault(patient, Alerts.FIRST_TEAM)));
    }

    private Set<UUID> teams(Grant grant) {
        var teams = new HashSet<UUID>();
        if (grant.has(Scope.Context.SYSTEM)) {
            teams.addAll(grant.teams());
        }
        if (grant.has(Scope.Context.USER)) {
            grant.username().map(alerts::teamsOf).ifPresent(teams::addAll);
        }
        return teams;
    }
}
