package health.vigil.local.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.alerts.teams.Teams;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.http.Gate;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The people around Vigil: who registers devices, and the nurse who looks at the worklist. They have two addresses of
/// each service, and try the other one when one does not answer.
final class Clinic implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String NURSE = "drill-nurse";

    private final HttpClient administrator = client();
    private final HttpClient nurse = client();
    private final List<String> care;
    private final List<String> alerts;
    private final Path administratorPassword;
    private final String nursePassword = SecretFile.random();
    private final String webhook;
    private String csrfToken = "";
    private String nurseToken = "";

    Clinic(List<String> care, List<String> alerts, Path administratorPassword, String webhook) {
        this.webhook = webhook;
        this.care = care;
        this.alerts = alerts;
        this.administratorPassword = administratorPassword;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .cookieHandler(new CookieManager())
                .build();
    }

    /// Signs in and makes the nurse's account.
    ///
    /// @throws IOException when none of the care APIs is up to it yet
    void open() throws IOException, InterruptedException {
        // A client that is signed in cannot sign in without its token.
        if (csrfToken.isEmpty()) {
            csrfToken = signIn(administrator, "admin", SecretFile.read(administratorPassword));
        }
        var form = "username=%s&displayName=Nurse&role=LEAD_NURSE&password=%s"
                .formatted(NURSE, URLEncoder.encode(nursePassword, UTF_8));
        anyOf(care, administrator, "/administration/accounts", request -> request.header(
                        "Content-Type", "application/x-www-form-urlencoded")
                .header(Gate.CSRF_HEADER, csrfToken)
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        if (nurseToken.isEmpty()) {
            nurseToken = signIn(nurse, NURSE, nursePassword);
        }
        reachNurse(nurseToken);
    }

    /// The nurse is told by a webhook, at once, whatever the hour.
    private void reachNurse(String token) throws IOException, InterruptedException {
        var address = "/api/teams/" + Teams.FIRST;
        var stored = JSON.readTree(anyOf(alerts, nurse, address, HttpRequest.Builder::GET));
        var team = (ObjectNode) stored.path("team");
        team.path("paths").forEach(path -> ((ObjectNode) path).put("waitsInQuietHours", false));
        var change = Map.of("basedOn", stored.path("version").asInt(), "team", team);
        anyOf(alerts, nurse, address, request -> request.header(Gate.CSRF_HEADER, token)
                .PUT(HttpRequest.BodyPublishers.ofString(json(change))));
        var contact = Map.of("channel", "webhook", "address", webhook);
        anyOf(alerts, nurse, "/api/contacts", request -> request.header(Gate.CSRF_HEADER, token)
                .POST(HttpRequest.BodyPublishers.ofString(json(contact))));
    }

    private static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String signIn(HttpClient client, String name, String password) throws IOException, InterruptedException {
        var credentials = JSON.writeValueAsString(Map.of("username", name, "password", password));
        return JSON.readTree(anyOf(
                        care,
                        client,
                        "/api/session",
                        request -> request.POST(HttpRequest.BodyPublishers.ofString(credentials))))
                .path("csrfToken")
                .asText();
    }

    /// Registers a device, and a patient who has it for good.
    ///
    /// @return the device's secret
    String admit(Sender sender) throws IOException, InterruptedException {
        var name = sender.patient().toString();
        put("/api/patients/" + sender.patient(), Map.of("familyName", name, "givenName", "Drill", "zone", "UTC"));
        var secret = register(sender);
        put(
                "/api/devices/" + sender.device() + "/assignments/" + NameBased.uuid(sender.device(), "assignment"),
                Map.of("patientId", sender.patient(), "from", "2000-01-01T00:00:00Z"));
        return secret;
    }

    /// Registers a device that nobody has.
    ///
    /// @return its secret
    String register(Sender sender) throws IOException, InterruptedException {
        return put("/api/devices/" + sender.device(), Map.of("label", "drill"))
                .path("secret")
                .asText();
    }

    private JsonNode put(String path, Object body) throws IOException, InterruptedException {
        var json = JSON.writeValueAsString(body);
        return JSON.readTree(anyOf(care, administrator, path, request -> request.header(Gate.CSRF_HEADER, csrfToken)
                .PUT(HttpRequest.BodyPublishers.ofString(json))));
    }

    /// Whether a nurse finds the alert.
    boolean shows(UUID alert) throws InterruptedException {
        try {
            return JSON.readTree(anyOf(alerts, nurse, "/api/alerts/" + alert, HttpRequest.Builder::GET))
                    .path("alertId")
                    .asText()
                    .equals(alert.toString());
        } catch (IOException _) {
            // Not there, or nobody answers.
            return false;
        }
    }

    /// Whether the service there says that it is ready.
    boolean isReady(String root) throws InterruptedException {
        try {
            return !anyOf(List.of(root), nurse, "/health/ready", HttpRequest.Builder::GET)
                    .isEmpty();
        } catch (IOException _) {
            // Not up, or not ready.
            return false;
        }
    }

    private interface Kind {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private static String anyOf(List<String> roots, HttpClient client, String path, Kind kind)
            throws IOException, InterruptedException {
        var failure = new IOException("nobody answers " + path);
        for (var root : roots) {
            try {
                var request = kind.of(
                                HttpRequest.newBuilder(URI.create(root + path)).timeout(PATIENCE))
                        .build();
                var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() < 300) {
                    return answer.body();
                }
                failure.addSuppressed(new IOException(root + path + " answered " + answer.statusCode()));
            } catch (IOException why) {
                failure.addSuppressed(why);
            }
        }
        throw failure;
    }

    @Override
    public void close() {
        administrator.shutdownNow();
        nurse.shutdownNow();
    }
}
