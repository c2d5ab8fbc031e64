package health.vigil.alerts.watchdog;

import health.vigil.alerts.delivery.Channel;
import health.vigil.alerts.routing.CareTeam;
import health.vigil.alerts.routing.Path;
import health.vigil.alerts.routing.QuietHours;
import health.vigil.alerts.routing.Target;
import health.vigil.alerts.routing.Urgency;
import health.vigil.alerts.teams.Contacts;
import health.vigil.alerts.teams.Teams;
import health.vigil.alerts.worklist.Actions;
import health.vigil.alerts.worklist.Outcome;
import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.run.Telemetry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a dangerous reading of a synthetic patient the whole way, from MQTT to a delivery, again and again, and says
/// at `/health/ready` when one does not come out in time.
///
/// The instances share the work: whichever comes first sends the next probe, all of them judge by what the database
/// says. It cannot be switched off: without a device it is an alarm that there is none.
public final class Watchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final Jdbi jdbi;
    private final Teams teams;
    private final Contacts contacts;
    private final Actions actions;
    private final WatchdogSettings settings;
    private final Clock clock;
    private final Timer wholeWay;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("watchdog").unstarted(this::run);
    private final Instant began;
    private volatile String failure = "";

    public Watchdog(
            Jdbi jdbi, Teams teams, Contacts contacts, WatchdogSettings settings, Clock clock, Telemetry telemetry) {
        this.jdbi = jdbi;
        this.teams = teams;
        this.contacts = contacts;
        this.actions = new Actions(jdbi, clock);
        this.settings = settings;
        this.clock = clock;
        this.began = clock.instant();
        this.wholeWay = Timer.builder("vigil.watchdog.whole.way")
                .description("From a probe's reading to its delivery")
                .register(telemetry.meters());
        telemetry.health().alarm("watchdog", this::problem);
        telemetry.health().thread("watchdog-thread", thread);
    }

    /// Where probes come out.
    public Channel channel() {
        return new Loopback(this::arrived);
    }

    /// Gives the synthetic patient a team of its own, and begins.
    public Watchdog start() {
        if (!settings.patient().isEmpty()) {
            placeThePatient(UUID.fromString(settings.patient()));
        }
        thread.start();
        return this;
    }

    private void placeThePatient(UUID patient) {
        var path = new Path(
                List.of(new Path.Level(new Target.Person(Teams.WATCHDOG_PERSON), Duration.ofMinutes(15))),
                Duration.ofMinutes(15),
                false);
        var team = new CareTeam(
                "Watchdog",
                ZoneOffset.UTC,
                List.of(Teams.WATCHDOG_PERSON),
                List.of(),
                List.of(),
                List.of(),
                Map.of(Urgency.URGENT, path, Urgency.PROMPT, path, Urgency.ROUTINE, path),
                QuietHours.NONE);
        teams.save(Teams.WATCHDOG, 0, team, Teams.WATCHDOG_PERSON);
        teams.place(List.of(patient), new Teams.Place(Teams.WATCHDOG, ""));
        contacts.add(
                new Contacts.Contact(Teams.WATCHDOG, Teams.WATCHDOG_PERSON, Loopback.NAME, "-", "", Urgency.URGENT));
    }

    private void run() {
        try {
            do {
                tick();
            } while (!closing.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        try {
            if (!settings.device().isEmpty() && claim()) {
                new ProbeDevice(settings, SecretFile.read(java.nio.file.Path.of(settings.secretFile())))
                        .measure(clock.instant());
                failure = "";
            }
        } catch (MqttException | JdbiException | InvalidSettingException problem) {
            failure = problem.getClass().getSimpleName();
            LOG.atWarn().setCause(problem).log("the watchdog's probe was not sent");
        }
    }

    /// Whether the next probe is due, and this instance is the one to send it.
    private boolean claim() {
        var now = clock.instant();
        return !now.isBefore(began.plus(settings.every()))
                && jdbi.withHandle(handle -> handle.execute(
                                "update alerts.probe set sent_at = ? where sent_at <= ?",
                                now,
                                now.minus(settings.every()))
                        > 0);
    }

    private void arrived(List<UUID> alerts) {
        var now = clock.instant();
        jdbi.useHandle(handle -> handle.execute("update alerts.probe set arrived_at = ?", now));
        latest().ifPresent(probe -> wholeWay.record(Duration.between(probe.sentAt(), now)));
        alerts.forEach(alert -> actions.resolve(alert, Teams.WATCHDOG_PERSON, Outcome.NO_ACTION, "a probe came out"));
    }

    private record Probe(Instant sentAt, Instant arrivedAt) {}

    private Optional<Probe> latest() {
        return jdbi.withHandle(handle -> handle.createQuery("select sent_at, arrived_at from alerts.probe")
                .map((row, _) -> new Probe(
                        row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant()))
                .findOne());
    }

    private Optional<String> problem() {
        if (settings.device().isEmpty()) {
            return Optional.of("no probe is sent: register a synthetic patient's device, and set watchdog.device");
        }
        try {
            return latest().flatMap(probe -> problem(probe.sentAt(), probe.arrivedAt(), clock.instant()));
        } catch (JdbiException _) {
            return Optional.of("cannot see the probes: the database is away");
        }
    }

    private Optional<String> problem(Instant sentAt, Instant arrivedAt, Instant now) {
        if (now.isAfter(later(sentAt, began).plus(settings.every()).plus(settings.within()))) {
            return Optional.of("no probe was sent since " + sentAt + ": " + failure);
        }
        if (arrivedAt.isBefore(sentAt) && now.isAfter(later(sentAt, began).plus(settings.within()))) {
            return Optional.of(
                    "the probe of " + sentAt + " has not come out" + (failure.isEmpty() ? "" : ": " + failure));
        }
        return Optional.empty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
