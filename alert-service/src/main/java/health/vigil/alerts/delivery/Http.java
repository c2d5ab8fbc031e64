package health.vigil.alerts.delivery;

import health.vigil.alerts.delivery.Channel.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Requests to providers, and what their answers mean.
final class Http {

    static final Duration TIMEOUT = Duration.ofSeconds(Channel.TIMEOUT_SECONDS);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private Http() {}

    /// A request that is answered in time or has failed.
    static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(TIMEOUT);
    }

    /// 2xx is delivered; 408, 425, 429 and 5xx are worth another try, as is no answer; any other is a refusal.
    static Outcome send(HttpRequest request) {
        try {
            var status = CLIENT.send(request, BodyHandlers.discarding()).statusCode();
            var answer = "HTTP " + status;
            if (status / 100 == 2) {
                return new Outcome.Delivered(answer);
            }
            return status >= 500 || status == 429 || status == 408 || status == 425
                    ? new Outcome.Failed(answer)
                    : new Outcome.Refused(answer);
        } catch (IOException failure) {
            return new Outcome.Failed("no answer: " + failure.getClass().getSimpleName());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted");
        }
    }

    /// @throws IllegalArgumentException when it is no address to send to
    static URI address(String address) {
        var uri = URI.create(address);
        if (uri.getHost() == null || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("that is no address that begins with https:// or http://");
        }
        return uri;
    }
}
