package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.kit.http.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/// A session whose parts can be sent one by one.
public record TriedSession(String cookie, String csrfToken) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    /// Signs in.
    public static TriedSession open(String http, String username, String password)
            throws IOException, InterruptedException {
        var credentials = JSON.writeValueAsString(Map.of("username", username, "password", password));
        var request = HttpRequest.newBuilder(URI.create(http + "/api/session"))
                .POST(HttpRequest.BodyPublishers.ofString(credentials))
                .build();
        var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(username + " signs in").isEqualTo(201);
        var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return new TriedSession(
                cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')),
                JSON.readTree(answer.body()).path("csrfToken").asText());
    }

    /// With its cookie only.
    HttpRequest.Builder signed(HttpRequest.Builder request) {
        return request.header("Cookie", Gate.COOKIE + "=" + cookie);
    }

    /// With its cookie, and the token that changes need.
    public HttpRequest.Builder allowed(HttpRequest.Builder request) {
        return signed(request).header(Gate.CSRF_HEADER, csrfToken);
    }

    /// Sends a request, redirects not followed, and looks at the status only, since a live feed does not end by itself.
    public static int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }
}
