package health.vigil.alerts.store;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// What happened to an alert, for ever.
public final class Steps {

    private Steps() {}

    public static void add(Handle handle, UUID alert, Instant at, String step, String who, String note) {
        handle.execute(
                "insert into alerts.step (alert_id, at, step, who, note) values (?, ?, ?, ?, ?)",
                alert,
                at,
                step,
                who,
                note);
    }
}
