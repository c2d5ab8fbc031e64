package health.vigil.alerts.delivery;

import static health.vigil.alerts.samples.Episodes.id;
import static health.vigil.alerts.samples.Episodes.raised;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import health.vigil.alerts.intake.ToldEpisodes;
import health.vigil.alerts.routing.Urgency;
import health.vigil.alerts.teams.Contacts.Contact;
import health.vigil.parts.TestStore;
import health.vigil.schemas.AlertSeverity;
import health.vigil.schemas.EpisodeEvent;
import java.net.URLDecoder;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From an alert to a provider, over the outbox in a real database.
class DeliveryIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "alerts");

    @AutoClose
    private final Provider provider = new Provider();

    @AutoClose
    private Clinic clinic = new Clinic(
            DATABASE,
            Clinic.settings(
                    Clinic.DEFAULTS.email(),
                    Clinic.DEFAULTS.telephone(),
                    new ChannelSettings.Webhook(true, false),
                    Clinic.DEFAULTS.push()));

    private Contact nora;

    @BeforeEach
    void reachNora() {
        nora = clinic.reach("nora", "webhook", provider.url() + "/nora", Urgency.ROUTINE);
    }

    private List<Provider.Request> received(int count) {
        await().untilAsserted(() -> assertThat(provider.requests()).hasSizeGreaterThanOrEqualTo(count));
        return provider.requests();
    }

    private static EpisodeEvent.Builder high(String name) {
        return raised(name).setSeverity(AlertSeverity.HIGH);
    }

    @Test
    void aCriticalAlertIsASignedRequestThatSaysNothingOfHealth() {
        clinic.raise(raised("low"));

        var request = received(1).getFirst();

        assertThatCode(() -> new Webhook(nora.secret()).verify(request.body(), request.headers()))
                .doesNotThrowAnyException();
        // The whole body: what is not in here is not said.
        assertThat(request.body())
                .matches(Pattern.quote("{\"type\":\"vigil.urgent\",\"timestamp\":\"")
                        + "[0-9-]+T[0-9:.]+Z"
                        + Pattern.quote("\",\"data\":{\"text\":\"A critical alert waits for you in Vigil."
                                + "\\nTo acknowledge, answer ACK ")
                        + "[0-9]{6}"
                        + Pattern.quote(".\\nhttps://vigil.test/worklist\",\"recipient\":\"nora\",\"alerts\":[\""
                                + id("low")
                                + "\"],\"link\":\"https://vigil.test/worklist\"}}"));
    }

    @Test
    void aFailureIsTriedAgainWithTheSameIdAndEachAttemptIsOnRecord() {
        provider.answers(500, 429);

        clinic.raise(raised("low"));

        var requests = received(3);
        assertThat(requests)
                .extracting(request -> request.header("webhook-id"))
                .containsOnly(requests.getFirst().header("webhook-id"));
        await().untilAsserted(() -> assertThat(clinic.attempts())
                .containsExactly("failed HTTP 500", "failed HTTP 429", "delivered HTTP 200"));
        assertThat(clinic.steps(id("low")))
                .contains("delivery: webhook to nora: failed: HTTP 500", "delivery: webhook to nora: delivered");
    }

    @Test
    void theNextLevelIsToldAtOnceWhenNobodyOfALevelCanBeReached() {
        provider.answers(410);
        clinic.reach("otto", "webhook", provider.url() + "/otto", Urgency.ROUTINE);

        clinic.raise(raised("low"));
        received(1);

        await().untilAsserted(() -> {
            clinic.step();
            assertThat(provider.requests()).extracting(Provider.Request::path).containsExactly("/nora", "/otto");
        });
    }

    @Test
    void whatSomebodyHasDealtWithIsNotSentAnyMore() {
        provider.answers(500);
        clinic.raise(raised("low"));
        received(1);

        clinic.actions().acknowledge(id("low"), "otto", "");

        await().untilAsserted(() -> assertThat(clinic.count("alerts.message where state = 'obsolete'"))
                .isOne());
        assertThat(clinic.count("alerts.job_webhook")).isZero();
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void inAStormCriticalOnesGoOutSinglyAndTheOthersTogetherAndNothingIsDropped() {
        var events = IntStream.range(0, 300)
                .mapToObj(number -> number % 100 == 0 ? raised("alert " + number) : high("alert " + number))
                .toArray(EpisodeEvent.Builder[]::new);

        clinic.raise(events);

        await().untilAsserted(() -> {
            assertThat(clinic.count("alerts.notice n join alerts.message m using (message_id) where m.state = 'sent'"))
                    .isEqualTo(300);
            assertThat(clinic.count("alerts.job_webhook")).isZero();
        });
        assertThat(clinic.count("alerts.message where kind = 'urgent'")).isEqualTo(3);
        assertThat(clinic.count("alerts.message where kind = 'digest'")).isBetween(1L, 5L);
        assertThat(provider.requests())
                .filteredOn(request -> request.body().contains("alerts wait for you"))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.body()).doesNotContainIgnoringCase("glucose"));
    }

    @Test
    void aStepIsNeverTakenTwiceByTwoInstances() throws Exception {
        var events = IntStream.range(0, 500)
                .mapToObj(number -> raised("alert " + number))
                .toArray(EpisodeEvent.Builder[]::new);
        new ToldEpisodes(DATABASE, Clock.systemUTC()).tell(events);

        var other = Thread.ofPlatform().start(clinic::step);
        clinic.step();
        other.join();

        assertThat(clinic.count("alerts.step where step = 'told'")).isEqualTo(500);
        assertThat(clinic.count("alerts.notice")).isEqualTo(500);
    }

    @Test
    void aProviderThatHangsHoldsUpNoOtherChannel() throws Exception {
        try (var telephone = new Provider();
                var both = new Clinic(
                        DATABASE,
                        Clinic.settings(
                                Clinic.DEFAULTS.email(),
                                new ChannelSettings.Telephone(telephone.url(), "AC1", "", "+4930000", "", false, false),
                                new ChannelSettings.Webhook(true, false),
                                Clinic.DEFAULTS.push()))) {
            telephone.hang();
            both.reach("nora", "sms", "+4930123456", Urgency.ROUTINE);
            both.reach("nora", "webhook", provider.url() + "/nora", Urgency.ROUTINE);
            var events = IntStream.range(0, 30)
                    .mapToObj(number -> raised("alert " + number))
                    .toArray(EpisodeEvent.Builder[]::new);

            both.raise(events);

            received(30);
            assertThat(both.count("alerts.message where channel = 'sms' and state = 'sent'"))
                    .isZero();
            // So that nothing of it is under way when the next test empties the tables.
            telephone.goOn();
        }
    }

    @Test
    void anSmsGoesOutAsTheProviderWantsIt() throws Exception {
        try (var phones = new Clinic(
                DATABASE,
                Clinic.settings(
                        Clinic.DEFAULTS.email(),
                        new ChannelSettings.Telephone(provider.url(), "AC1", "", "+4930000", "", true, false),
                        Clinic.DEFAULTS.webhook(),
                        Clinic.DEFAULTS.push()))) {
            phones.reach("nora", "sms", "+4930123456", Urgency.ROUTINE);
            phones.reach("nora", "voice", "+4930123456", Urgency.URGENT);

            phones.raise(raised("low"));

            assertThat(received(2))
                    .extracting(request -> request.path() + " " + URLDecoder.decode(request.body(), UTF_8))
                    .anySatisfy(sms -> assertThat(sms)
                            .startsWith(
                                    "/2010-04-01/Accounts/AC1/Messages.json To=+4930123456&From=+4930000&Body=A critical")
                            .containsPattern("answer ACK [0-9]{6}"))
                    .anySatisfy(call -> assertThat(call)
                            .startsWith(
                                    "/2010-04-01/Accounts/AC1/Calls.json To=+4930123456&From=+4930000&Twiml=<Response>")
                            .contains("A critical alert waits for you in Vigil."));
        }
    }
}
