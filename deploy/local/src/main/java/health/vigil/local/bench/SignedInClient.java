package health.vigil.local.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.kit.http.Gate;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/// A browser's connection, signed in, without reading what it gets.
final class SignedInClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build();
    private final URI root;
    private final String csrfToken;

    SignedInClient(String root, String username, String password) throws IOException, InterruptedException {
        this.root = URI.create(root);
        var credentials = JSON.writeValueAsString(Map.of("username", username, "password", password));
        var answer = client.send(
                HttpRequest.newBuilder(this.root.resolve("/api/session"))
                        .POST(HttpRequest.BodyPublishers.ofString(credentials))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("signing in answered " + answer.statusCode());
        }
        this.csrfToken = JSON.readTree(answer.body()).path("csrfToken").asText();
    }

    <T> HttpResponse<T> get(String path, String accept, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(root.resolve(path)).header("Accept", accept), path, handler);
    }

    /// Searches by the fields of a form.
    <T> HttpResponse<T> search(String path, String fields, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(root.resolve(path))
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(Gate.CSRF_HEADER, csrfToken)
                .POST(HttpRequest.BodyPublishers.ofString(fields));
        return send(request, path, handler);
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, String path, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        var answer = client.send(request.build(), handler);
        if (answer.statusCode() != 200) {
            throw new IOException(root.resolve(path).getPath() + " answered " + answer.statusCode());
        }
        return answer;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
