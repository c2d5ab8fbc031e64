package health.vigil.care.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.kit.access.Grant;
import health.vigil.kit.access.Role;
import health.vigil.kit.access.SignedIn;
import health.vigil.kit.audit.Event;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.http.Json;
import health.vigil.kit.http.Routes;
import health.vigil.kit.http.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A real server on a free port with some of the care API's routes. The session cookie of a person is their name, and
/// the name begins with the role.
public final class CareServer implements AutoCloseable {

    private static final String CSRF = "token";

    private final List<Event> recorded = new CopyOnWriteArrayList<>();
    private final WebServer server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public CareServer(Routes... routes) {
        this(_ -> Optional.empty(), routes);
    }

    /// @param tokens what the bearer of that token may do
    public CareServer(Function<String, Optional<Grant>> tokens, Routes... routes) {
        this.server = new WebServer(
                        new HttpSettings("127.0.0.1", 0), CareServer::session, tokens, recorded::add, List.of(routes))
                .start();
    }

    private static Optional<SignedIn> session(String cookie) {
        var role = Role.valueOf(cookie.split("-", 2)[0].toUpperCase(Locale.ROOT));
        return Optional.of(new SignedIn(cookie, "Somebody", role, CSRF, Instant.parse("2100-01-01T00:00:00Z")));
    }

    /// What was put on record so far.
    public List<Event> recorded() {
        return List.copyOf(recorded);
    }

    private HttpRequest.Builder to(String who, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Cookie", Gate.COOKIE + "=" + who)
                .header(Gate.CSRF_HEADER, CSRF);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Reads what is no text, as that person.
    public HttpResponse<byte[]> download(String who, String path) {
        try {
            return client.send(to(who, path).GET().build(), BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Reads as that person.
    ///
    /// @param headers name, value, name, value
    public HttpResponse<String> get(String who, String path, String... headers) {
        var request = to(who, path).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /// Reads as the program with that token.
    public HttpResponse<String> getAs(String token, String path) {
        return send(as(token, path).GET());
    }

    /// A form of the program with that token.
    public HttpResponse<String> formAs(String token, String path, Map<String, String> fields) {
        return send(as(token, path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(fields))));
    }

    private HttpRequest.Builder as(String token, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
    }

    public int port() {
        return server.port();
    }

    /// Any change with a JSON body.
    public HttpResponse<String> change(String who, String method, String path, String body) {
        return send(to(who, path).method(method, BodyPublishers.ofString(body)));
    }

    /// A form as htmx sends it.
    public HttpResponse<String> form(String who, String path, Map<String, String> fields) {
        return send(to(who, path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("HX-Request", "true")
                .POST(BodyPublishers.ofString(encode(fields))));
    }

    private static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public static JsonNode json(HttpResponse<String> answer) {
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (JsonProcessingException failure) {
            throw new AssertionError(answer.body(), failure);
        }
    }

    @Override
    public void close() {
        server.close();
        client.shutdownNow();
    }
}
