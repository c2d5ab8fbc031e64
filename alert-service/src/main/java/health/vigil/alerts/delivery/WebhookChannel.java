package health.vigil.alerts.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import health.vigil.alerts.teams.Contacts.Contact;
import health.vigil.kit.http.Json;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Requests by the Standard Webhooks convention: `webhook-id` is the same at each attempt, the body is signed.
final class WebhookChannel implements Channel {

    private final ChannelSettings.Webhook settings;
    private final Clock clock;

    WebhookChannel(ChannelSettings.Webhook settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void check(String address) {
        Http.address(address);
    }

    private record Body(String type, Instant timestamp, Data data) {}

    /// @param alerts their ids, which say nothing of whose they are
    private record Data(String text, String recipient, List<UUID> alerts, String link) {}

    @Override
    public Outcome send(Contact contact, Word word) {
        try {
            var now = clock.instant();
            var id = word.messageId().toString();
            var body = Json.MAPPER.writeValueAsString(new Body(
                    "vigil." + word.kind().name().toLowerCase(Locale.ROOT),
                    now,
                    new Data(
                            word.text(settings.details()),
                            contact.username(),
                            word.alerts().stream().map(Word.Subject::alertId).toList(),
                            word.link())));
            var signature = new Webhook(contact.secret()).sign(id, now.getEpochSecond(), body);
            return Http.send(Http.request(Http.address(contact.address()))
                    .header("content-type", "application/json")
                    .header("webhook-id", id)
                    .header("webhook-timestamp", String.valueOf(now.getEpochSecond()))
                    .header("webhook-signature", signature)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
        } catch (JsonProcessingException | WebhookSigningException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
