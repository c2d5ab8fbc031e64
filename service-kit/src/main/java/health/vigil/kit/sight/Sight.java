package health.vigil.kit.sight;

import health.vigil.kit.access.Grant;
import health.vigil.kit.access.Role;
import health.vigil.kit.access.Scope;
import health.vigil.kit.access.SignedIn;
import health.vigil.kit.http.Gate;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/// Which patients a request may be about: the one place that decides it.
///
/// A nurse sees the patients of the care teams that may call her, a clinician those of the teams that may ask him;
/// whoever broke the glass for a patient sees that one too, for some hours. A program sees those that the scopes of its
/// token are about. An administrator has no part in care, but registers patients and hands devices over, so the few
/// routes for administrators are about all.
public final class Sight {

    /// The team of patients who were given to no other.
    public static final UUID FIRST_TEAM = new UUID(0, 1);

    /// The team of the synthetic patient who watches over Vigil itself, and is nobody's patient.
    public static final UUID WATCHDOG = new UUID(0, 2);

    /// In the place of a name: all of that part, since the team names none.
    public static final String ALL = "";

    /// Of one person. The first team is everybody's as long as it names nobody.
    private static final String TEAMS = """
            select team_id from alerts.team_person
            where part = :part and username in (:username, :all) and team_id <> :watchdog
            union
            select cast(:first as uuid) where not exists (select from alerts.team_person where team_id = :first)
            """;

    private static final String IS_OF_HIS =
            "coalesce((select team_id from alerts.patient_team where patient_id = :patient), :first) in (" + TEAMS
                    + ")";

    private static final String IS_BROKEN = """
            exists (select from care.break_glass
                where username = :username and patient_id = :patient and until_at > :now)
            """;

    /// What somebody is to a care team.
    public enum Part {
        NURSE,
        CLINICIAN
    }

    private final Jdbi jdbi;
    private final Clock clock;
    private volatile boolean teamsAreThere;

    public Sight(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// Whom this request may be about.
    public Reach of(HttpServletRequest request) {
        return Gate.person(request)
                .map(this::of)
                .or(() -> Gate.grant(request).map(this::of))
                .orElse(Reach.NOBODY);
    }

    /// Whom that person sees.
    public Reach of(SignedIn person) {
        return switch (person.role()) {
            case ADMIN -> Reach.EVERYBODY;
            case NURSE, LEAD_NURSE, CLINICIAN ->
                new Reach(false, teamsOf(person.username(), part(person.role())), broken(person.username()));
        };
    }

    /// Whom a grant is about, by all of its scopes: narrow it first.
    public Reach of(Grant grant) {
        var teams = new HashSet<UUID>();
        if (grant.has(Scope.Context.SYSTEM)) {
            teams.addAll(grant.teams());
        }
        if (grant.has(Scope.Context.USER)) {
            grant.username().map(this::teamsOf).ifPresent(teams::addAll);
        }
        var patients =
                grant.has(Scope.Context.PATIENT) ? grant.patient().map(Set::of).orElse(Set.of()) : Set.<UUID>of();
        return new Reach(false, teams, patients);
    }

    /// Whether this request may be about that patient.
    public boolean sees(HttpServletRequest request, UUID patient) {
        return Gate.person(request).map(person -> sees(person, patient)).orElseGet(() -> covers(of(request), patient));
    }

    /// Whether that person sees that patient: asked at almost every request, so by one query.
    public boolean sees(SignedIn person, UUID patient) {
        return switch (person.role()) {
            case ADMIN -> true;
            case NURSE, LEAD_NURSE, CLINICIAN ->
                inTeams(
                        handle -> ofPerson(handle.createQuery("select " + IS_OF_HIS + " or " + IS_BROKEN), person)
                                .bind("part", part(person.role()))
                                .bind("patient", patient)
                                .mapTo(Boolean.class)
                                .one(),
                        true);
        };
    }

    private Query ofPerson(Query query, SignedIn person) {
        return query.bind("username", person.username())
                .bind("all", ALL)
                .bind("watchdog", WATCHDOG)
                .bind("first", FIRST_TEAM)
                .bind("now", clock.instant());
    }

    private boolean covers(Reach reach, UUID patient) {
        return reach.covers(patient, teamsOfPatients(Set.of(patient)).getOrDefault(patient, FIRST_TEAM));
    }

    /// The same for many patients.
    public Predicate<UUID> filter(HttpServletRequest request) {
        return filter(of(request));
    }

    /// The same for many patients.
    public Predicate<UUID> filter(Reach reach) {
        if (reach.everybody()) {
            return _ -> true;
        }
        var teams = teamsOfPatients();
        return patient -> reach.covers(patient, teams.getOrDefault(patient, FIRST_TEAM));
    }

    private static Part part(Role role) {
        return role == Role.CLINICIAN ? Part.CLINICIAN : Part.NURSE;
    }

    /// The care teams that an account has a part in.
    private Set<UUID> teamsOf(String username) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "select role from care.account where username = :username and closed_at is null")
                        .bind("username", username)
                        .mapTo(Role.class)
                        .findOne())
                .filter(role -> role != Role.ADMIN)
                .map(role -> teamsOf(username, part(role)))
                .orElse(Set.of());
    }

    private Set<UUID> teamsOf(String username, Part part) {
        return inTeams(
                handle -> handle.createQuery(TEAMS)
                        .bind("first", FIRST_TEAM)
                        .bind("part", part)
                        .bind("username", username)
                        .bind("all", ALL)
                        .bind("watchdog", WATCHDOG)
                        .mapTo(UUID.class)
                        .set(),
                Set.of(FIRST_TEAM));
    }

    /// The team of each patient who was given to one; the others belong to [#FIRST_TEAM].
    public Map<UUID, UUID> teamsOfPatients() {
        return inTeams(
                handle -> teams(handle.createQuery("select patient_id, team_id from alerts.patient_team")), Map.of());
    }

    private Map<UUID, UUID> teamsOfPatients(Set<UUID> patients) {
        return inTeams(handle -> teams(handle.createQuery("""
                                select patient_id, team_id from alerts.patient_team where patient_id = any(:patients)
                                """).bindArray("patients", UUID.class, patients)), Map.of());
    }

    private static Map<UUID, UUID> teams(Query query) {
        return query.reduceRows(new HashMap<>(), (teams, row) -> {
            teams.put(row.getColumn("patient_id", UUID.class), row.getColumn("team_id", UUID.class));
            return teams;
        });
    }

    /// Before the alert service ran for the first time there are no teams but the first, which names nobody.
    private <T> T inTeams(Function<Handle, T> query, T otherwise) {
        return jdbi.withHandle(handle -> {
            if (!teamsAreThere) {
                teamsAreThere = handle.createQuery("select to_regclass('alerts.team_person') is not null")
                        .mapTo(Boolean.class)
                        .one();
            }
            return teamsAreThere ? query.apply(handle) : otherwise;
        });
    }

    /// The patients for whom that person broke the glass not long ago.
    private Set<UUID> broken(String username) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select patient_id from care.break_glass where username = :who and until_at > :now")
                .bind("who", username)
                .bind("now", clock.instant())
                .mapTo(UUID.class)
                .set());
    }
}
