package health.vigil.alerts.worklist;

import health.vigil.alerts.routing.CareTeam;
import health.vigil.alerts.teams.Teams;
import java.util.HashSet;
import java.util.Set;

/// Which parts of the patients a nurse watches, each as `team/panel`.
final class Panels {

    /// Of patients who were given to no team.
    static final String NOWHERE = Teams.FIRST + "/";

    private Panels() {}

    /// Those of that nurse: panels that name her, and the rest of teams that she is a member of. Empty when no team
    /// leaves anything out, so that she sees all.
    static Set<String> of(String nurse, Teams teams) {
        var mine = new HashSet<String>();
        var all = new HashSet<String>();
        for (var stored : teams.all().values()) {
            var team = stored.team();
            var isMember = team.members().isEmpty() || team.members().contains(nurse);
            add(all, mine, stored.teamId() + "/", isMember);
            for (CareTeam.Panel panel : team.panels()) {
                var isHers =
                        panel.nurses().isEmpty() ? isMember : panel.nurses().contains(nurse);
                add(all, mine, stored.teamId() + "/" + panel.name(), isHers);
            }
        }
        return mine.equals(all) ? Set.of() : mine;
    }

    private static void add(Set<String> all, Set<String> mine, String panel, boolean isHers) {
        all.add(panel);
        if (isHers) {
            mine.add(panel);
        }
    }
}
