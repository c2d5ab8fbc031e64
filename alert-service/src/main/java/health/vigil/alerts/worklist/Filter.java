package health.vigil.alerts.worklist;

import health.vigil.kit.sight.Reach;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Which alerts are asked for.
///
/// @param states as they are stored
/// @param severity e.g. `CRITICAL`
/// @param late whether they arrived late
/// @param panels `team/panel` of the patients; empty for all
/// @param reach whom the asking person may see
public record Filter(
        List<String> states,
        Optional<String> severity,
        Optional<Boolean> late,
        Optional<UUID> patient,
        Optional<String> rule,
        Set<String> panels,
        Reach reach) {

    /// Nobody has dealt with it: raised, and being told.
    static final String OPEN = "open";

    static final Set<String> STATES =
            Set.of(OPEN, "raised", "notifying", "snoozed", "acknowledged", "resolved", "superseded", "withdrawn");

    public Filter {
        states = List.copyOf(states);
        panels = Set.copyOf(panels);
    }

    static Filter of(String state, Reach reach) {
        var states = state.equals(OPEN) ? List.of("raised", "notifying") : List.of(state);
        return new Filter(
                states, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), reach);
    }

    Filter late(boolean isLate) {
        return new Filter(states, severity, Optional.of(isLate), patient, rule, panels, reach);
    }

    Filter of(Set<String> somePanels) {
        return new Filter(states, severity, late, patient, rule, somePanels, reach);
    }
}
