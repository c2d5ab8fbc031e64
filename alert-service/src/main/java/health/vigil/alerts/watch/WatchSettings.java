package health.vigil.alerts.watch;

import health.vigil.alerts.delivery.ChannelSettings;
import java.net.URI;
import java.time.Duration;

/// Whom to watch, and whom to tell. What is said goes to the standard error output too, always.
///
/// @param url the alert service
/// @param every how often to look
/// @param patience how long something may be wrong before anybody is told
/// @param again how long until it is told again
/// @param channels of its own, so that it shares nothing with what it watches
/// @param email whom to tell; empty for nobody
/// @param webhook where to tell; empty for nowhere
/// @param webhookSecretFile to sign with
public record WatchSettings(
        String url,
        Duration every,
        Duration patience,
        Duration again,
        ChannelSettings channels,
        String email,
        String webhook,
        String webhookSecretFile) {

    public static final WatchSettings DEFAULTS = new WatchSettings(
            "http://127.0.0.1:8083",
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(15),
            ChannelSettings.DEFAULTS,
            "",
            "",
            "");

    public WatchSettings {
        if (URI.create(url).getHost() == null) {
            throw new IllegalArgumentException("url must begin with http:// or https://");
        }
        if (!every.isPositive()) {
            throw new IllegalArgumentException("every must be positive, e.g. PT10S");
        }
        if (!webhook.isEmpty() && webhookSecretFile.isEmpty()) {
            throw new IllegalArgumentException("webhook-secret-file must be given where there is a webhook");
        }
        if (!email.isEmpty() && channels.email().host().isEmpty()) {
            throw new IllegalArgumentException("channels.email.host must be given where there is an email address");
        }
    }
}
