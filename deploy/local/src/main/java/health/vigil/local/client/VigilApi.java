package health.vigil.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.http.Gate;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

/// Talks to a running Vigil as one account.
public final class VigilApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final URI root;
    private final String csrfToken;

    /// Signs in.
    ///
    /// @throws InvalidSettingException when the account is refused
    public VigilApi(String root, String username, String password) throws IOException, InterruptedException {
        this.root = URI.create(root);
        var credentials = JSON.writeValueAsString(Map.of("username", username, "password", password));
        var answer = send(request("/api/session").POST(HttpRequest.BodyPublishers.ofString(credentials)));
        if (answer.statusCode() != 201) {
            throw new InvalidSettingException("Vigil refused the account '" + username + "'.");
        }
        this.csrfToken = JSON.readTree(answer.body()).path("csrfToken").asText();
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return answer(request(path).GET());
    }

    /// What is no JSON, as it is.
    public String text(String path) throws IOException, InterruptedException {
        return body(request(path).GET());
    }

    /// Its lines as they come, to be closed: there may be more of them than fit into memory.
    public Stream<String> lines(String path) throws IOException, InterruptedException {
        var answer = client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofLines());
        if (answer.statusCode() >= 300) {
            throw new IOException("%s answered %d".formatted(path, answer.statusCode()));
        }
        return answer.body();
    }

    public JsonNode put(String path, Object body) throws IOException, InterruptedException {
        return answer(change(path).PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    public JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return answer(change(path).POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /// Searches by the fields of a form, since names have no place in an address.
    public JsonNode search(String path, String field, String value) throws IOException, InterruptedException {
        var form = field + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        return answer(change(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    public void delete(String path) throws IOException, InterruptedException {
        var _ = body(change(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).header("Accept", "application/json");
    }

    private HttpRequest.Builder change(String path) {
        return request(path).header(Gate.CSRF_HEADER, csrfToken);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        var body = body(request);
        return body.isEmpty() ? JSON.nullNode() : JSON.readTree(body);
    }

    private String body(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = send(request);
        if (answer.statusCode() >= 300) {
            throw new IOException("%s answered %d: %s"
                    .formatted(answer.request().uri().getPath(), answer.statusCode(), answer.body()));
        }
        return answer.body();
    }

    @Override
    public void close() {
        client.close();
    }
}
