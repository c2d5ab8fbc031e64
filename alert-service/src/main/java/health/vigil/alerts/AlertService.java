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

    private final Database database;
    private final Clock clock;
    private final LiveFeed feed = new LiveFeed(HEARTBEAT, CALM);
    private final Routes routes;

    /// The service, not started yet.
    public AlertService(Database database, Assets assets, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.routes = new WorklistRoutes(database.jdbi(), clock, feed, assets);
    }

    /// Its pages and API; of use once its tables are there.
    public Routes routes() {
        return routes;
    }

    /// Brings its tables to their present shape and starts to take in alerts.
    public void start(KafkaSettings kafka, Wire wire, Telemetry telemetry, Lifecycle lifecycle) {
        database.migrate("alerts");
        lifecycle.started("alert-feed", feed);
        lifecycle.started("alert-changes", new AlertChanges(database, feed, telemetry.health()).start());
        EpisodeIntake.start(kafka, wire, database, clock, telemetry, lifecycle);
    }
}
