package health.vigil.alerts.worklist;

import health.vigil.alerts.feed.AlertChanges;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Which nurse has which alert before her, so that two do not call the same patient.
final class Presence {

    private static final Duration OF_NO_USE = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final Clock clock;

    Presence(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// She looks at that alert, and no longer at any other. Others are told when that is news.
    void looks(UUID alert, String who) {
        var now = clock.instant();
        jdbi.useTransaction(handle -> {
            var left = handle.execute(
                    "delete from alerts.presence where username = ? and alert_id <> ? or at < ?",
                    who,
                    alert,
                    now.minus(OF_NO_USE));
            var isNews = handle.createQuery("""
                            insert into alerts.presence (alert_id, username, at) values (:alert, :who, :now)
                            on conflict (alert_id, username) do update set at = excluded.at
                            returning (xmax = 0)
                            """)
                    .bind("alert", alert)
                    .bind("who", who)
                    .bind("now", now)
                    .mapTo(Boolean.class)
                    .one();
            if (isNews || left > 0) {
                AlertChanges.announce(handle);
            }
        });
    }
}
