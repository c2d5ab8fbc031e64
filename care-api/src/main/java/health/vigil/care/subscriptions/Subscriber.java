package health.vigil.care.subscriptions;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The other system's FHIR server. Everything sent to it is signed by the Standard Webhooks convention.
final class Subscriber {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final String endpoint;
    private final Webhook signer;
    private final Clock clock;

    Subscriber(String endpoint, String secret, Clock clock) {
        this.endpoint = endpoint;
        this.signer = new Webhook(secret);
        this.clock = clock;
    }

    /// @throws IllegalArgumentException when readings must not be sent there
    static String address(String text) {
        var uri = URI.create(text);
        var isSafe = "https".equals(uri.getScheme())
                || ("http".equals(uri.getScheme()) && HERE.contains(String.valueOf(uri.getHost())));
        if (uri.getHost() == null || !isSafe || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("it must begin with https://, and have neither a query nor a fragment");
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /// Puts an Observation there.
    ///
    /// @param message the same at each attempt
    /// @return why it was not taken; empty once it was
    Optional<String> put(String message, String observation, String body) throws InterruptedException {
        try {
            var now = clock.instant().getEpochSecond();
            var request = HttpRequest.newBuilder(URI.create(endpoint + "/Observation/" + observation))
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/fhir+json")
                    .header("webhook-id", message)
                    .header("webhook-timestamp", Long.toString(now))
                    .header("webhook-signature", signer.sign(message, now, body))
                    .PUT(BodyPublishers.ofString(body))
                    .build();
            var status = CLIENT.send(request, BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? Optional.empty() : Optional.of("it answered HTTP " + status);
        } catch (IOException failure) {
            return Optional.of("no answer: " + failure.getClass().getSimpleName());
        } catch (WebhookSigningException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
