package health.vigil.alerts.watch;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.alerts.delivery.Channel;
import health.vigil.alerts.delivery.Delivery;
import health.vigil.alerts.delivery.Word;
import health.vigil.alerts.routing.Urgency;
import health.vigil.alerts.teams.Contacts.Contact;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.http.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the alert service's health from outside, and tells an operator when something is wrong for too long: it
/// does not answer, is not ready, or has an alarm, such as a probe that did not come out or a step that is overdue.
final class Watch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final WatchSettings settings;
    private final Clock clock;
    private final PrintStream output;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
    private final Delivery delivery;
    private final List<Contact> operators = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("watch").unstarted(this::run);
    private Vigilance vigilance = Vigilance.ALL_IS_WELL;

    Watch(WatchSettings settings, Clock clock, PrintStream output) {
        this.settings = settings;
        this.clock = clock;
        this.output = output;
        this.delivery = Delivery.of(settings.channels(), clock);
        if (!settings.email().isEmpty()) {
            operators.add(contact("email", settings.email(), ""));
        }
        if (!settings.webhook().isEmpty()) {
            operators.add(
                    contact("webhook", settings.webhook(), SecretFile.read(Path.of(settings.webhookSecretFile()))));
        }
    }

    private static Contact contact(String channel, String address, String secret) {
        return new Contact(UUID.randomUUID(), "operator", channel, address, secret, Urgency.ROUTINE);
    }

    Watch start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            do {
                look();
            } while (!closing.await(settings.every().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        var now = clock.instant();
        var step = vigilance.see(seen(), now, settings.patience(), settings.again());
        // What could not be said is said at the next look.
        if (step.word().isEmpty() || tell(step.word().get())) {
            vigilance = step.next();
        }
    }

    private Optional<String> seen() throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(settings.url() + "/health/ready"))
                .timeout(ANSWER_WITHIN)
                .build();
        try {
            return problems(Json.MAPPER.readTree(
                    client.send(request, BodyHandlers.ofString()).body()));
        } catch (IOException failure) {
            return Optional.of(
                    "The alert service does not answer: " + failure.getClass().getSimpleName() + ".");
        }
    }

    /// What a health report says is wrong.
    static Optional<String> problems(JsonNode report) {
        var problems = new ArrayList<String>();
        report.path("parts").properties().forEach(part -> {
            if (!part.getValue().asText().equals("ok")) {
                problems.add(part.getKey() + ": " + part.getValue().asText());
            }
        });
        report.path("alarms")
                .properties()
                .forEach(alarm ->
                        problems.add(alarm.getKey() + ": " + alarm.getValue().asText()));
        if (!report.path("status").asText().equals("ok") && problems.isEmpty()) {
            problems.add("its health report cannot be understood");
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    private boolean tell(String what) {
        output.println(clock.instant() + " " + what);
        var word = new Word(
                UUID.randomUUID(), Word.Kind.OPERATIONS, "", List.of(), what, settings.url() + "/health/ready");
        var told = true;
        for (var operator : operators) {
            var channel = delivery.channels().get(operator.channel());
            var outcome = channel == null
                    ? new Channel.Outcome.Refused("the channel is not set up")
                    : channel.send(operator, word);
            if (!(outcome instanceof Channel.Outcome.Delivered)) {
                LOG.atError()
                        .addKeyValue("channel", operator.channel())
                        .addKeyValue("answer", outcome.answer())
                        .log("an operator was not told");
                told = false;
            }
        }
        return told;
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
