package health.vigil.care.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.care.samples.SampleKeys;
import health.vigil.kit.access.Role;
import health.vigil.kit.access.Sessions;
import health.vigil.kit.audit.Event;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.http.WebServer;
import health.vigil.parts.SettableClock;
import health.vigil.parts.TestStore;
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
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.apache.commons.codec.binary.Base32;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Signing in with password and code, and what ends a session; as a browser does it, and as an attacker might.
class SignInIT {

    private static final String PASSWORD = "correct horse battery";
    private static final Pattern SECRET = Pattern.compile("by hand: <code>([A-Z2-7]+)=*</code>");

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care");

    private static final Jdbi JDBI = DATABASE.database().jdbi();

    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-26T12:00:00Z"));
    private static final Accounts ACCOUNTS = new Accounts(JDBI, SampleKeys.keys(), CLOCK);
    private static final Sessions SESSIONS = new Sessions(JDBI, CLOCK);
    private static final List<Event> RECORDED = new CopyOnWriteArrayList<>();

    @AutoClose
    private static final WebServer SERVER = new WebServer(
                    new HttpSettings("127.0.0.1", 0),
                    SESSIONS::find,
                    _ -> Optional.empty(),
                    RECORDED::add,
                    List.of(
                            new SignInRoutes(ACCOUNTS, false, SESSIONS, new Assets()),
                            new AccountRoutes(ACCOUNTS, SESSIONS, new Assets())))
            .start();

    @AutoClose
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @BeforeEach
    void begin() {
        DATABASE.empty("care.account, care.sign_in_attempt");
        ACCOUNTS.put(new Accounts.Account("nora", "Nora", Role.NURSE), PASSWORD);
        ACCOUNTS.put(new Accounts.Account("ada", "Ada", Role.ADMIN), PASSWORD);
        RECORDED.clear();
    }

    private static HttpResponse<String> send(String method, String path, String cookie, String form)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("User-Agent", "A browser")
                .method(method, BodyPublishers.ofString(form));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
            SESSIONS.find(cookie.substring(cookie.indexOf('=') + 1))
                    .ifPresent(person -> request.header(Gate.CSRF_HEADER, person.csrfToken()));
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static String cookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .filter(cookie -> cookie.length() > name.length() + 1)
                .findFirst()
                .orElse("");
    }

    private static String signIn(String username) throws IOException, InterruptedException {
        return cookie(
                send("POST", "/login", "", "username=" + username + "&password=" + PASSWORD.replace(' ', '+')),
                Gate.COOKIE);
    }

    private static boolean isIn(String cookie) throws IOException, InterruptedException {
        return !cookie.isEmpty() && send("GET", "/api/sessions", cookie, "").statusCode() == 200;
    }

    private static String code(byte[] secret, long stepsAhead) {
        return SecondFactor.code(secret, CLOCK.instant().getEpochSecond() / 30 + stepsAhead);
    }

    /// Sets up a second factor and gives its secret.
    private static byte[] secondFactor(String cookie) throws IOException, InterruptedException {
        var page = send("POST", "/account/second-factor", cookie, "").body();
        var found = SECRET.matcher(page);
        assertThat(found.find()).as(page).isTrue();
        var secret = new Base32().decode(found.group(1));
        assertThat(send("POST", "/account/second-factor/confirmation", cookie, "code=" + code(secret, 0))
                        .statusCode())
                .isEqualTo(200);
        return secret;
    }

    @Test
    void thePasswordAloneOpensNothingOnceThereIsASecondFactor() throws Exception {
        var secret = secondFactor(signIn("nora"));
        CLOCK.pass(Duration.ofMinutes(1));

        var first = send("POST", "/login", "", "username=nora&password=" + PASSWORD.replace(' ', '+'));
        var half = cookie(first, "vigil-signing-in");

        assertThat(cookie(first, Gate.COOKIE)).isEmpty();
        assertThat(first.body()).contains("Your code");
        assertThat(isIn(Gate.COOKIE + "=" + half.substring(half.indexOf('=') + 1)))
                .isFalse();
        assertThat(send("POST", "/login/code", half, "code=000000").statusCode())
                .isEqualTo(401);

        var second = send("POST", "/login/code", half, "code=" + code(secret, 0));

        assertThat(second.statusCode()).isEqualTo(302);
        assertThat(isIn(cookie(second, Gate.COOKIE))).isTrue();
        assertThat(RECORDED).extracting(Event::subject).contains("wrong code, account=nora", "signed in, account=nora");
    }

    @Test
    void aCodeIsGoodOnceAndNotLater() throws Exception {
        var secret = secondFactor(signIn("nora"));
        CLOCK.pass(Duration.ofMinutes(1));
        var seen = code(secret, 0);

        assertThat(api(seen)).isEqualTo(201);
        assertThat(api(seen)).isEqualTo(401);
        CLOCK.pass(Duration.ofMinutes(1));
        assertThat(api(seen)).isEqualTo(401);
        assertThat(api(code(secret, 3))).isEqualTo(401);
        assertThat(api(code(secret, 0))).isEqualTo(201);
    }

    private static int api(String code) throws IOException, InterruptedException {
        return send(
                        "POST",
                        "/api/session",
                        "",
                        "{\"username\":\"nora\",\"password\":\"%s\",\"code\":\"%s\"}".formatted(PASSWORD, code))
                .statusCode();
    }

    @Test
    void whoKnowsThePasswordCannotTryAllCodes() throws Exception {
        var secret = secondFactor(signIn("nora"));
        CLOCK.pass(Duration.ofMinutes(1));
        for (var attempt = 0; attempt < 5; attempt++) {
            assertThat(api("00000" + attempt)).isEqualTo(401);
        }

        assertThat(api("000009")).isEqualTo(429);
        assertThat(api(code(secret, 0))).isEqualTo(429);
        CLOCK.pass(Duration.ofMinutes(1));
        assertThat(api(code(secret, 0))).isEqualTo(201);
    }

    @Test
    void aSessionThatWasLeftOpenCannotTurnTheSecondFactorOff() throws Exception {
        var cookie = signIn("nora");
        secondFactor(cookie);

        assertThat(send("POST", "/account/second-factor/removal", cookie, "code=123456")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("POST", "/account/second-factor", cookie, "").statusCode())
                .isEqualTo(409);
        assertThat(ACCOUNTS.secondFactor().isOn("nora")).isTrue();
    }

    @Test
    void signingInMakesANewSessionWhateverCookieCameAlong() throws Exception {
        var planted = Gate.COOKIE + "=chosen-by-somebody-else";

        var answer = send("POST", "/login", planted, "username=nora&password=" + PASSWORD.replace(' ', '+'));

        assertThat(cookie(answer, Gate.COOKIE)).isNotEmpty().isNotEqualTo(planted);
        assertThat(isIn(planted)).isFalse();
    }

    @Test
    void oneSeesWhereOneIsSignedInAndEndsIt() throws Exception {
        var here = signIn("nora");
        CLOCK.pass(Duration.ofMinutes(1));
        var stolen = signIn("nora");
        var others = signIn("ada");
        var session = SESSIONS.of("nora").getFirst();

        assertThat(send("GET", "/account", here, "").body()).contains("A browser", "127.0.0.1");
        assertThat(send("DELETE", "/api/sessions/" + session.sessionId(), others, "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(isIn(stolen)).isTrue();
        assertThat(send("DELETE", "/api/sessions/" + session.sessionId(), here, "")
                        .statusCode())
                .isEqualTo(204);

        assertThat(isIn(stolen)).isFalse();
        assertThat(isIn(here)).isTrue();
    }

    @Test
    void aNewPasswordEndsAllSessions() throws Exception {
        var here = signIn("nora");
        var stolen = signIn("nora");

        assertThat(send("POST", "/account/password", here, "password=wrong&next=another+long+one")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(
                                "POST",
                                "/account/password",
                                here,
                                "password=" + PASSWORD.replace(' ', '+') + "&next=another+long+one")
                        .statusCode())
                .isEqualTo(302);

        assertThat(isIn(here)).isFalse();
        assertThat(isIn(stolen)).isFalse();
        assertThat(ACCOUNTS.verify("nora", "another long one")).isTrue();
    }

    @Test
    void whoHoldsAStolenSessionDoesNotChangeThePasswordByGuessing() throws Exception {
        var stolen = signIn("nora");

        for (var attempt = 0; attempt < 8; attempt++) {
            assertThat(send("POST", "/account/password", stolen, "password=wrong&next=of+the+thief+now")
                            .statusCode())
                    .isEqualTo(400);
        }

        assertThat(ACCOUNTS.verify("nora", PASSWORD)).isTrue();
        assertThat(ACCOUNTS.verify("nora", "of the thief now")).isFalse();
    }

    @Test
    void aClosedAccountIsOutAndStaysOut() throws Exception {
        var nora = signIn("nora");
        var ada = signIn("ada");

        assertThat(send("POST", "/administration/accounts/nora/closing", nora, "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("POST", "/administration/accounts/ada/closing", ada, "").statusCode())
                .isEqualTo(409);
        assertThat(send("POST", "/administration/accounts/nora/closing", ada, "")
                        .statusCode())
                .isEqualTo(302);

        assertThat(isIn(nora)).isFalse();
        assertThat(signIn("nora")).isEmpty();
        assertThat(RECORDED).extracting(Event::subject).contains("account=nora account=nora");
    }

    @Test
    void aSessionEndsAfterAShift() throws Exception {
        var cookie = signIn("nora");

        CLOCK.pass(Sessions.LENGTH);

        assertThat(isIn(cookie)).isFalse();
    }
}
