package health.vigil.alerts.delivery;

import health.vigil.alerts.delivery.ChannelSettings.Email;
import health.vigil.alerts.delivery.ChannelSettings.Push;
import health.vigil.alerts.delivery.ChannelSettings.Telephone;
import health.vigil.alerts.delivery.ChannelSettings.Webhook;
import health.vigil.alerts.escalation.Escalation;
import health.vigil.alerts.intake.ToldEpisodes;
import health.vigil.alerts.routing.CareTeam;
import health.vigil.alerts.routing.Path;
import health.vigil.alerts.routing.QuietHours;
import health.vigil.alerts.routing.Target;
import health.vigil.alerts.routing.Urgency;
import health.vigil.alerts.teams.Contacts;
import health.vigil.alerts.teams.Contacts.Contact;
import health.vigil.alerts.teams.Teams;
import health.vigil.alerts.worklist.Actions;
import health.vigil.kit.run.Lifecycle;
import health.vigil.parts.TestStore;
import health.vigil.schemas.EpisodeEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A team of two, Nora and then Otto, with channels to providers of the test; steps are taken when the test says so.
final class Clinic implements AutoCloseable {

    static final ChannelSettings DEFAULTS = ChannelSettings.DEFAULTS;

    private final TestStore store;
    private final Clock clock = Clock.systemUTC();
    private final Lifecycle lifecycle = new Lifecycle();
    private final Teams teams;
    private final Contacts contacts;
    private final Delivery delivery;
    private final Escalation escalation;
    private final ToldEpisodes topic;

    Clinic(TestStore store, ChannelSettings settings) {
        this.store = store;
        store.empty(
                "alerts.alert, alerts.team, alerts.contact, alerts.message, alerts.job_email, alerts.job_sms, alerts.job_voice, alerts.job_webhook, "
                        + "care.account, care.patient");
        var jdbi = store.database().jdbi();
        this.teams = new Teams(jdbi, clock);
        this.contacts = new Contacts(jdbi, clock);
        this.delivery = Delivery.of(settings, clock);
        this.escalation = new Escalation(jdbi, teams, delivery.outbox(), clock);
        this.topic = new ToldEpisodes(store, clock);
        jdbi.useHandle(handle -> handle.execute("""
                insert into care.account (username, display_name, role, password_hash, created_at) values
                    ('nora', 'Nora', 'NURSE', '', now()), ('otto', 'Otto', 'NURSE', '', now())
                """));
        var level = List.of(new Path.Level(new Target.Person("nora"), Duration.ofMinutes(5)));
        var path = new Path(level, Duration.ofMinutes(5), false);
        teams.save(
                Teams.FIRST,
                0,
                new CareTeam(
                        "Team",
                        ZoneOffset.UTC,
                        List.of("otto"),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(Urgency.URGENT, path, Urgency.PROMPT, path, Urgency.ROUTINE, path),
                        QuietHours.NONE),
                "test");
        delivery.start(store.database(), teams, clock, store.telemetry(), lifecycle);
    }

    static ChannelSettings settings(Email email, Telephone telephone, Webhook webhook, Push push) {
        return new ChannelSettings("https://vigil.test", Duration.ofMillis(300), email, telephone, webhook, push);
    }

    Contact reach(String person, String channel, String address, Urgency least) {
        var secret = channel.equals("webhook") ? "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" : "";
        var contact = new Contact(UUID.randomUUID(), person, channel, address, secret, least);
        contacts.add(contact);
        return contact;
    }

    /// Raises alerts, and takes all steps that are due.
    void raise(EpisodeEvent.Builder... events) {
        topic.tell(events);
        step();
    }

    void step() {
        while (escalation.takeDue() > 0) {
            delivery.wake();
        }
        delivery.wake();
    }

    Delivery delivery() {
        return delivery;
    }

    Actions actions() {
        return new Actions(store.database().jdbi(), clock);
    }

    List<String> attempts() {
        return store.database().jdbi().withHandle(handle -> handle.createQuery(
                        "select outcome || ' ' || answer from alerts.attempt order by attempt_id")
                .mapTo(String.class)
                .list());
    }

    long count(String query) {
        return store.database().jdbi().withHandle(handle -> handle.createQuery("select count(*) from " + query)
                .mapTo(Long.class)
                .one());
    }

    List<String> steps(UUID alert) {
        return store.database().jdbi().withHandle(handle -> handle.createQuery(
                        "select step || ': ' || note from alerts.step where alert_id = :id order by step_id")
                .bind("id", alert)
                .mapTo(String.class)
                .list());
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}
