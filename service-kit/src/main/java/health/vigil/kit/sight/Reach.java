package health.vigil.kit.sight;

import java.util.Set;
import java.util.UUID;

/// Whom somebody sees: the patients of some care teams, and some by themselves.
///
/// @param everybody whether it is all patients there are
public record Reach(boolean everybody, Set<UUID> teams, Set<UUID> patients) {

    public static final Reach NOBODY = new Reach(false, Set.of(), Set.of());

    public static final Reach EVERYBODY = new Reach(true, Set.of(), Set.of());

    public Reach {
        teams = Set.copyOf(teams);
        patients = Set.copyOf(patients);
    }

    /// Whether it covers a patient of that team.
    public boolean covers(UUID patient, UUID team) {
        return everybody || teams.contains(team) || patients.contains(patient);
    }
}
