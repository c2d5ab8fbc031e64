package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.care.accounts.Accounts;
import health.vigil.kit.access.Role;
import health.vigil.kit.http.Gate;
import health.vigil.local.parts.KeycloakProcess;
import health.vigil.local.run.AllInOne;
import health.vigil.local.run.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People sign in at a real identity provider.
class OpenIdIT {

    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");

    private static final String REALM = """
            {"realm": "hospital", "enabled": true, "sslRequired": "none",
             "roles": {"realm": [{"name": "vigil-nurse"}, {"name": "vigil-lead-nurse"}, {"name": "something-else"}]},
             "clients": [{"clientId": "vigil", "enabled": true, "secret": "of vigil", "redirectUris": ["http://127.0.0.1:*"],
               "standardFlowEnabled": true, "attributes": {"pkce.code.challenge.method": "S256"},
               "protocolMappers": [{"name": "roles", "protocol": "openid-connect",
                 "protocolMapper": "oidc-usermodel-realm-role-mapper",
                 "config": {"claim.name": "vigil.roles", "multivalued": "true", "id.token.claim": "true",
                   "jsonType.label": "String"}}]}],
             "users": [
               {"username": "nora", "enabled": true, "firstName": "Nora", "lastName": "Nurse", "email": "n@example.org",
                "emailVerified": true, "credentials": [{"type": "password", "value": "secret"}],
                "realmRoles": ["vigil-nurse", "vigil-lead-nurse"]},
               {"username": "clara", "enabled": true, "firstName": "Clara", "lastName": "Closed", "email": "c@example.org",
                "emailVerified": true, "credentials": [{"type": "password", "value": "secret"}],
                "realmRoles": ["vigil-nurse"]},
               {"username": "otto", "enabled": true, "firstName": "Otto", "lastName": "Other", "email": "o@example.org",
                "emailVerified": true, "credentials": [{"type": "password", "value": "secret"}],
                "realmRoles": ["something-else"]},
               {"username": "admin", "enabled": true, "firstName": "Not", "lastName": "Ours", "email": "a@example.org",
                "emailVerified": true, "credentials": [{"type": "password", "value": "secret"}],
                "realmRoles": ["vigil-nurse"]}]}
            """;

    @TempDir
    private static Path folder = Path.of("");

    private static @Nullable KeycloakProcess keycloak;
    private static @Nullable AllInOne running;

    @BeforeAll
    static void start() throws Exception {
        keycloak = new KeycloakProcess(folder, REALM);
        var home = Files.createDirectories(folder.resolve("home"));
        var secret = Files.writeString(folder.resolve("secret"), "of vigil");
        Files.writeString(home.resolve("vigil.yaml"), """
                watchdog: {every: PT15M}
                open-id: {issuer: "%s", client-secret-file: "%s", role-claim: vigil.roles}
                """.formatted(keycloak.issuer(), secret));
        running = AllInOne.start(home, new Ports("127.0.0.1", 0, 0, 0, 0));
    }

    @AfterAll
    static void stop() {
        if (running != null) {
            running.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    private static AllInOne vigil() {
        return Objects.requireNonNull(running);
    }

    /// A browser that goes only where it is told to.
    private static final class Browsing implements AutoCloseable {

        private final HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();

        /// By address. Like a browser it takes this machine for a secure place, which Java's own cookies do not.
        private final Map<String, Map<String, String>> cookies = new HashMap<>();

        HttpResponse<String> get(String url) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(URI.create(url)));
        }

        HttpResponse<String> post(String url, String form) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form)));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
            var kept = cookies.computeIfAbsent(request.build().uri().getAuthority(), _ -> new HashMap<>());
            if (!kept.isEmpty()) {
                request.header(
                        "Cookie",
                        kept.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            var answer = client.send(request.build(), BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(cookie -> {
                var end = cookie.indexOf(';');
                var pair = (end < 0 ? cookie : cookie.substring(0, end)).split("=", 2);
                if (pair[1].isEmpty()) {
                    kept.remove(pair[0]);
                } else {
                    kept.put(pair[0], pair[1]);
                }
            });
            return answer;
        }

        /// Signs in at the provider, and gives the address to which that sends it back.
        String callback(String username) throws IOException, InterruptedException {
            var question = to(get(vigil().run().http() + "/login/open-id"));
            var form = FORM.matcher(get(question).body());
            assertThat(form.find()).isTrue();
            var name = URLEncoder.encode(username, StandardCharsets.UTF_8);
            return to(post(form.group(1).replace("&amp;", "&"), "username=" + name + "&password=secret"));
        }

        HttpResponse<String> signIn(String username) throws IOException, InterruptedException {
            return get(callback(username));
        }

        int worklist() throws IOException, InterruptedException {
            return get(vigil().run().http() + "/worklist").statusCode();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static String to(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static boolean hasSession(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .anyMatch(cookie -> cookie.startsWith(Gate.COOKIE + "="));
    }

    @Test
    void aNurseOfTheHospitalSignsInAndHasTheRoleThatItGivesHer() throws Exception {
        try (var browser = new Browsing()) {
            assertThat(browser.get(vigil().run().http() + "/login").body()).contains("hospital account");

            var entered = browser.signIn("nora");

            assertThat(entered.statusCode()).as(entered.body()).isEqualTo(200);
            assertThat(hasSession(entered)).isTrue();
            assertThat(entered.body()).contains("url=/");
            assertThat(browser.worklist()).isEqualTo(200);
            assertThat(vigil().care().accounts().all())
                    .contains(new Accounts.Account("nora", "Nora Nurse", Role.LEAD_NURSE));
        }
    }

    @Test
    void theQuestionIsAskedWithPkceAndBoundToTheBrowser() throws Exception {
        try (var browser = new Browsing();
                var other = new Browsing()) {
            assertThat(to(browser.get(vigil().run().http() + "/login/open-id")))
                    .contains("code_challenge_method=S256", "code_challenge=", "nonce=", "state=");

            var stolen = browser.callback("nora");

            assertThat(other.get(stolen).statusCode()).isEqualTo(403);
            assertThat(other.worklist()).isEqualTo(401);
        }
    }

    @Test
    void anAnswerIsGoodOnceAndAnotherIsNotTaken() throws Exception {
        try (var browser = new Browsing()) {
            var callback = browser.callback("nora");

            assertThat(browser.get(callback.replaceAll("state=[^&]+", "state=another"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(browser.get(callback).statusCode()).isEqualTo(403);
            assertThat(browser.worklist()).isEqualTo(401);
        }
    }

    @Test
    void whoHasNoRoleIsNotLetIn() throws Exception {
        try (var browser = new Browsing()) {
            var answer = browser.signIn("otto");

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("You have no role in Vigil");
            assertThat(hasSession(answer)).isFalse();
        }
    }

    /// The provider may know somebody of the name of a local account: that is somebody else.
    @Test
    void theNameOfALocalAccountIsNotTakenOver() throws Exception {
        try (var browser = new Browsing()) {
            var answer = browser.signIn("admin");

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(hasSession(answer)).isFalse();
            assertThat(vigil().care().accounts().all())
                    .contains(new Accounts.Account("admin", "Administrator", Role.ADMIN));
        }
    }

    @Test
    void aClosedAccountIsNotOpenedByTheProvider() throws Exception {
        try (var browser = new Browsing()) {
            assertThat(hasSession(browser.signIn("clara"))).isTrue();
            vigil().care().accounts().close("clara");

            assertThat(browser.worklist()).isEqualTo(401);
            assertThat(browser.get(vigil().run().http() + "/login/open-id").statusCode())
                    .isEqualTo(302);
            try (var again = new Browsing()) {
                assertThat(again.signIn("clara").statusCode()).isEqualTo(403);
            }
        }
    }
}
