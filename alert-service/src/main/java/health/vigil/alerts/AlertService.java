package health.vigil.alerts;

import health.vigil.alerts.feed.AlertChanges;
import health.vigil.alerts.intake.EpisodeIntake;
import health.vigil.alerts.worklist.WorklistRoutes;
import health.vigil.kit.database.Database;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.LiveFeed;
import health.vigil.kit.http.Routes;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.wire.Wire;
import java.time.Clock;
import java.time.Duration;

/// Wires the alert service.
public final class AlertService {

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration CALM = Duration.ofMillis(50);

    private AlertService() {}

    /// Starts it and gives its routes.
    public static Routes start(
            KafkaSettings kafka,
            Wire wire,
            Database database,
            Assets assets,
            Clock clock,
            Telemetry telemetry,
            Lifecycle lifecycle) {
        database.migrate("alerts");
        var feed = lifecycle.started("alert-feed", new LiveFeed(HEARTBEAT, CALM));
        lifecycle.started("alert-changes", new AlertChanges(database, feed, telemetry.health()).start());
        EpisodeIntake.start(kafka, wire, database, clock, telemetry, lifecycle);
        return new WorklistRoutes(database.jdbi(), clock, feed, assets);
    }
}
