package health.vigil.alerts.glass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.alerts.delivery.ChannelSettings;
import health.vigil.alerts.delivery.Delivery;
import health.vigil.alerts.routing.CareTeam;
import health.vigil.alerts.routing.Urgency;
import health.vigil.alerts.teams.Contacts;
import health.vigil.alerts.teams.Teams;
import health.vigil.kit.identity.Identity;
import health.vigil.parts.TestStore;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who hears that somebody broke the glass.
class GlassNoticesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final UUID FRIEDA = new UUID(1, 1);
    private static final UUID TEAM = new UUID(7, 7);

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "alerts");

    private static final Jdbi JDBI = DATABASE.database().jdbi();
    private static final Clock CLOCK = Clock.systemUTC();

    private final Contacts contacts = new Contacts(JDBI, CLOCK);
    private final Delivery delivery = Delivery.of(
            new ChannelSettings(
                    "https://vigil.test",
                    ChannelSettings.DEFAULTS.digestEvery(),
                    ChannelSettings.DEFAULTS.email(),
                    ChannelSettings.DEFAULTS.telephone(),
                    new ChannelSettings.Webhook(true, false),
                    ChannelSettings.DEFAULTS.push()),
            CLOCK);

    @BeforeEach
    void begin() {
        DATABASE.empty(
                "care.account, care.patient, alerts.team, alerts.team_person, alerts.patient_team, alerts.contact,"
                        + " alerts.message, alerts.glass_notice, alerts.job_webhook");
        JDBI.useHandle(handle -> {
            handle.execute("""
                    insert into care.account (username, display_name, role, created_at) values
                        ('lea', 'Lea', 'LEAD_NURSE', now()), ('other-lea', 'Lea', 'LEAD_NURSE', now()),
                        ('nora', 'Nora', 'NURSE', now()), ('ada', 'Ada', 'ADMIN', now())
                    """);
            handle.execute(
                    "insert into care.patient (patient_id, identity, zone, created_at) values (?, ?, 'Europe/Berlin', now())",
                    FRIEDA,
                    new Identity("Fremdling", "Frieda", null, ""));
        });
        var teams = new Teams(JDBI, CLOCK);
        var plain = CareTeam.unconfigured(ZoneOffset.UTC);
        teams.save(Teams.FIRST, 0, plain.withPeople(List.of("other-lea"), List.of()), "test");
        teams.save(TEAM, 0, plain.withPeople(List.of("lea", "nora"), List.of()), "test");
        teams.place(List.of(FRIEDA), new Teams.Place(TEAM, ""));
    }

    private void reach(String... people) {
        for (var person : people) {
            contacts.add(new Contacts.Contact(
                    UUID.randomUUID(),
                    person,
                    "webhook",
                    "https://" + person + ".test",
                    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                    Urgency.ROUTINE));
        }
    }

    private static void breakGlass(String who) {
        JDBI.useHandle(handle -> handle.execute("""
                insert into care.break_glass (break_id, username, patient_id, reason, broken_at, until_at)
                values (?, ?, ?, 'found on the floor', now(), now() + interval '8 hours')
                """, UUID.randomUUID(), who, FRIEDA));
    }

    private static List<String> told() {
        return JDBI.withHandle(
                handle -> handle.createQuery("select username || ' ' || kind from alerts.message order by 1")
                        .mapTo(String.class)
                        .list());
    }

    private static long notices() {
        return JDBI.withHandle(handle -> handle.createQuery("select count(*) from alerts.glass_notice")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void theLeadNursesOfThePatientsTeamAreToldOnce() {
        reach("lea", "other-lea", "nora", "ada");

        try (var _ = new GlassNotices(JDBI, delivery, CLOCK).start();
                var _ = new GlassNotices(JDBI, delivery, CLOCK).start()) {
            breakGlass("otto");
            await().atMost(PATIENCE).until(() -> notices() == 1);
            breakGlass("otto");
            await().atMost(PATIENCE).until(() -> notices() == 2);
        }

        assertThat(told()).containsExactly("lea broken_glass", "lea broken_glass");
    }

    @Test
    void nobodyIsToldOfHerOwn() {
        reach("lea", "ada", "other-lea");

        try (var _ = new GlassNotices(JDBI, delivery, CLOCK).start()) {
            breakGlass("lea");
            await().atMost(PATIENCE).until(() -> notices() == 1);
        }

        assertThat(told()).containsExactly("ada broken_glass", "other-lea broken_glass");
    }

    @Test
    void whereNobodyOfTheTeamCanBeReachedTheOthersAre() {
        reach("ada", "nora");

        try (var _ = new GlassNotices(JDBI, delivery, CLOCK).start()) {
            breakGlass("otto");
            await().atMost(PATIENCE).until(() -> notices() == 1);
        }

        assertThat(told()).containsExactly("ada broken_glass");
    }
}
