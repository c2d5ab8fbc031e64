package health.vigil.kit.http;

import health.vigil.kit.access.Grant;
import health.vigil.kit.access.Role;
import health.vigil.kit.access.Scope;
import health.vigil.kit.access.SignedIn;
import health.vigil.kit.audit.Event;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A real server on a free port. The session cookie of each role is its name in small letters.
final class TestServer implements AutoCloseable {

    static final String CSRF = "csrf-token-of-the-session";

    private final SampleRoutes routes = new SampleRoutes();
    private final WebServer server;
    private final List<Event> recorded = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /// @param more features beside the samples
    TestServer(Routes... more) {
        var features = Stream.concat(Stream.of(routes), Stream.of(more)).toList();
        this.server = new WebServer(
                        new HttpSettings("127.0.0.1", 0),
                        TestServer::session,
                        TestServer::grant,
                        recorded::add,
                        features)
                .start();
    }

    private static Optional<SignedIn> session(String cookie) {
        return switch (cookie) {
            case "nurse", "clinician", "admin" ->
                Optional.of(new SignedIn(
                        cookie,
                        "Somebody",
                        Role.valueOf(cookie.toUpperCase(Locale.ROOT)),
                        CSRF,
                        Instant.parse("2100-01-01T00:00:00Z")));
            default -> Optional.empty();
        };
    }

    /// A token that says what it grants.
    private static Optional<Grant> grant(String token) {
        return token.equals("revoked")
                ? Optional.empty()
                : Optional.of(new Grant(
                        new UUID(0, 1),
                        "A program",
                        Scope.parse(token),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        Instant.parse("2100-01-01T00:00:00Z")));
    }

    LiveFeed feed() {
        return routes.feed();
    }

    void slowRequestHasBegun() throws InterruptedException {
        routes.slow().await();
    }

    int port() {
        return server.port();
    }

    List<WebServer.Route> routes() {
        return server.routes();
    }

    String origin() {
        return "http://127.0.0.1:" + port();
    }

    /// A request to that path, to be completed.
    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(origin() + path)).timeout(Duration.ofSeconds(10));
    }

    HttpRequest.Builder to(String path, String cookie) {
        return to(path).header("Cookie", Gate.COOKIE + "=" + cookie);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(to(path));
    }

    HttpResponse<String> post(HttpRequest.Builder request) throws IOException, InterruptedException {
        return send(request.POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        server.close();
        client.shutdownNow();
    }
}
