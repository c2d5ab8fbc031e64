package health.vigil.alerts.store;

import health.vigil.kit.sight.Reach;
import health.vigil.kit.sight.Sight;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/// The condition of a query that it is about patients within somebody's reach.
public final class InReach {

    private InReach() {}

    /// The condition, to be put into a query.
    ///
    /// @param patient the column with the patient's id
    public static String condition(String patient) {
        return """
                (:everybody or %1$s = any(:seen) or coalesce(
                    (select m.team_id from alerts.patient_team m where m.patient_id = %1$s), :firstTeam) = any(:teams))
                """.formatted(patient);
    }

    /// Binds what the condition needs.
    public static <Q extends SqlStatement<Q>> Q bind(Q query, Reach reach) {
        return query.bind("everybody", reach.everybody())
                .bindArray("seen", UUID.class, reach.patients())
                .bind("firstTeam", Sight.FIRST_TEAM)
                .bindArray("teams", UUID.class, reach.teams());
    }
}
