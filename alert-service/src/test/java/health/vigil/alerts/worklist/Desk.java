package health.vigil.alerts.worklist;

import health.vigil.alerts.worklist.Actions.Result;
import health.vigil.kit.sight.Reach;
import health.vigil.parts.TestStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Where a nurse sits: what she sees, and what she does.
final class Desk {

    static final String NORA = "nora";

    private final Alerts alerts;
    private final Actions actions;
    private final Cards cards;
    private final Clock clock;
    private final TestStore store;

    Desk(TestStore store, Clock clock) {
        var jdbi = store.database().jdbi();
        this.alerts = new Alerts(jdbi);
        this.actions = new Actions(jdbi, clock);
        this.cards = new Cards(jdbi, clock);
        this.clock = clock;
        this.store = store;
    }

    Alerts alerts() {
        return alerts;
    }

    Actions actions() {
        return actions;
    }

    Worklist worklist() {
        return Worklist.of(
                alerts, cards, new View(true, Optional.empty(), Set.of(), Reach.EVERYBODY), NORA, clock.instant());
    }

    AlertView alert(UUID id) {
        return alerts.find(id, Reach.EVERYBODY).orElseThrow();
    }

    Result acknowledge(UUID id, String who, String note) {
        return actions.acknowledge(id, who, note);
    }

    Result resolve(UUID id, String who, String note) {
        return actions.resolve(id, who, Outcome.CALLED, note);
    }

    List<String> steps(UUID id) {
        return store.database().jdbi().withHandle(handle -> handle.createQuery("""
                        select step || ' by ' || who || case when note = '' then '' else ': ' || note end
                        from alerts.step where alert_id = :id order by step_id
                        """)
                .bind("id", id)
                .mapTo(String.class)
                .list());
    }
}
