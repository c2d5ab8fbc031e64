package health.vigil.alerts;

import health.vigil.alerts.answers.TelephoneRoutes;
import health.vigil.alerts.burden.BurdenRoutes;
import health.vigil.alerts.delivery.ChannelSettings;
import health.vigil.alerts.delivery.Delivery;
import health.vigil.alerts.erasure.ErasedPatients;
import health.vigil.alerts.escalation.Escalation;
import health.vigil.alerts.escalation.EscalationThread;
import health.vigil.alerts.feed.AlertChanges;
import health.vigil.alerts.feed.EventRoutes;
import health.vigil.alerts.glass.GlassNotices;
import health.vigil.alerts.intake.EpisodeIntake;
import health.vigil.alerts.questions.QuestionRoutes;
import health.vigil.alerts.questions.Questions;
import health.vigil.alerts.reach.ReachRoutes;
import health.vigil.alerts.teams.Contacts;
import health.vigil.alerts.teams.TeamRoutes;
import health.vigil.alerts.teams.Teams;
import health.vigil.alerts.watchdog.Watchdog;
import health.vigil.alerts.watchdog.WatchdogSettings;
import health.vigil.alerts.worklist.Actions;
import health.vigil.alerts.worklist.WorklistRoutes;
import health.vigil.kit.config.KeyRing;
import health.vigil.kit.database.Database;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.LiveFeed;
import health.vigil.kit.http.Routes;
import health.vigil.kit.identity.Identities;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.kit.sight.Sight;
import health.vigil.schemas.wire.Wire;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/// Wires the alert service.
public final class AlertService {

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration CALM = Duration.ofMillis(50);

    private final Database database;
    private final Identities identities;
    private final Clock clock;
    private final Telemetry telemetry;
    private final Delivery delivery;
    private final Watchdog watchdog;
    private final Teams teams;
    private final LiveFeed feed = new LiveFeed(AlertChanges.EVENT, HEARTBEAT, CALM);
    private final List<Routes> routes;

    /// The service, not started yet.
    public AlertService(
            Database database,
            KeyRing keys,
            ChannelSettings channels,
            WatchdogSettings watch,
            Assets assets,
            Clock clock,
            Telemetry telemetry) {
        this.database = database;
        this.clock = clock;
        this.telemetry = telemetry;
        var jdbi = database.jdbi();
        this.identities = new Identities(keys);
        identities.register(jdbi);
        this.teams = new Teams(jdbi, clock);
        var contacts = new Contacts(jdbi, clock);
        this.watchdog = new Watchdog(jdbi, teams, contacts, watch, clock, telemetry);
        this.delivery = Delivery.of(channels, clock, watchdog.channel());
        var questions = new Questions(jdbi, teams, delivery.outbox(), clock);
        var sight = new Sight(jdbi, clock);
        this.routes = List.of(
                // Before the one with an alert's id in its place.
                new EventRoutes(jdbi, sight, feed),
                new WorklistRoutes(jdbi, clock, teams, sight, questions, feed, assets),
                new QuestionRoutes(questions, assets),
                new TeamRoutes(jdbi, teams, sight, contacts, clock, assets),
                new ReachRoutes(jdbi, contacts, delivery, clock, assets),
                new BurdenRoutes(jdbi, teams, sight, clock, assets),
                new TelephoneRoutes(
                        jdbi, new Actions(jdbi, clock), delivery.settings().telephone()));
    }

    /// Its pages and API; of use once its tables are there.
    public List<Routes> routes() {
        return routes;
    }

    /// The care teams.
    public Teams teams() {
        return teams;
    }

    /// Brings its tables to their present shape, and starts to take in alerts and to tell people of them.
    public void start(KafkaSettings kafka, Wire wire, Lifecycle lifecycle) {
        database.migrate("alerts");
        identities.check(database.jdbi());
        database.jdbi().useTransaction(EventRoutes::comeToTerms);
        teams.ensureOne(ZoneId.systemDefault());
        lifecycle.started("alert-feed", feed);
        delivery.start(database, teams, clock, telemetry, lifecycle);
        var escalation = lifecycle.started(
                "escalation",
                new EscalationThread(
                                database.jdbi(),
                                new Escalation(database.jdbi(), teams, delivery.outbox(), clock),
                                clock,
                                telemetry.health(),
                                telemetry.meters())
                        .start());
        lifecycle.started(
                "alert-changes",
                new AlertChanges(database, telemetry.health(), () -> {
                            feed.signal();
                            escalation.wake();
                            delivery.wake();
                        })
                        .start());
        lifecycle.started("glass-notices", new GlassNotices(database.jdbi(), delivery, clock).start());
        lifecycle.started("erased-patients", new ErasedPatients(database.jdbi(), clock).start());
        EpisodeIntake.start(kafka, wire, database, clock, telemetry, lifecycle);
    }

    /// Begins to send probes; devices can connect by now.
    public void watchItself(Lifecycle lifecycle) {
        lifecycle.started("watchdog", watchdog.start());
    }
}
