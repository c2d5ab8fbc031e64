package health.vigil.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is let through to which route.
class GateTest {

    private static final TestServer SERVER = new TestServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nurse", "clinician", "admin", "nobody"})
    void aRouteThatNamesNobodyIsRefusedToEverybody(String cookie) throws Exception {
        assertThat(SERVER.send(SERVER.to("/forgotten", cookie)).statusCode()).isEqualTo(403);
    }

    @Test
    void tellsWhichRoutesThereAreWithThoseWhoMayUseThem() {
        assertThat(SERVER.routes())
                .contains(new WebServer.Route("GET", "/worklist", Set.of(Access.NURSE, Access.CLINICIAN)))
                .contains(new WebServer.Route("GET", "/forgotten", Set.of()));
    }

    @Test
    void anOpenRouteNeedsNoSession() throws Exception {
        assertThat(SERVER.get("/open").body()).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({
        "/worklist, nurse, 200",
        "/worklist, clinician, 200",
        "/worklist, admin, 403",
        "/accounts, admin, 200",
        "/accounts, nurse, 403",
        "/accounts, clinician, 403",
        "/open, nurse, 200",
    })
    void aRoleReachesItsOwnRoutesOnly(String path, String cookie, int status) throws Exception {
        assertThat(SERVER.send(SERVER.to(path, cookie)).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/observations, user/*.rs, 200",
        "/observations, patient/Patient.rs system/Observation.s, 200",
        "/observations, user/Observation.read, 200",
        "/observations, user/Observation.r, 403",
        "/observations, user/Patient.rs, 403",
        "/observations, revoked, 401",
        "/worklist, system/*.rs, 403",
        "/accounts, system/*.rs, 403",
        "/forgotten, system/*.rs, 403",
        "/open, revoked, 200",
        "/chosen, system/*.rs, 200",
    })
    void aProgramReachesWhatItsScopesCoverAndNoRouteForPeople(String path, String token, int status) throws Exception {
        assertThat(SERVER.send(SERVER.to(path).header("Authorization", "Bearer " + token))
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void aProgramsGrantIsNarrowedToWhatIsAskedFor() throws Exception {
        var token = "Bearer patient/Patient.rs system/Observation.s";

        assertThat(SERVER.send(SERVER.to("/observations").header("Authorization", token))
                        .body())
                .isEqualTo("[system/Observation.s]");
        assertThat(SERVER.send(SERVER.to("/chosen").header("Authorization", token))
                        .body())
                .isEqualTo("nothing");
    }

    @Test
    void aCookieDoesNotHelpATokenThatIsRefused() throws Exception {
        var answer = SERVER.send(SERVER.to("/worklist", "nurse").header("Authorization", "bearer user/*.rs"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(SERVER.send(SERVER.to("/worklist", "nurse").header("Authorization", "Bearer revoked"))
                        .headers()
                        .firstValue("WWW-Authenticate"))
                .contains("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/worklist", "/accounts", "/who"})
    void aRequestWithoutASessionOrWithAnEndedOneIsRefused(String path) throws Exception {
        assertThat(SERVER.get(path).statusCode()).isEqualTo(401);
        assertThat(SERVER.send(SERVER.to(path, "ended")).statusCode()).isEqualTo(401);
    }

    @Test
    void tellsTheHandlerWhoAsks() throws Exception {
        assertThat(SERVER.send(SERVER.to("/who", "nurse")).body()).isEqualTo("nurse");
    }

    @Test
    void aPageWithoutASessionLeadsToSigningIn() throws Exception {
        var answer = SERVER.send(SERVER.to("/worklist").header("Accept", "text/html,application/xhtml+xml"));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void aChangeWithTheTokenOfItsSessionIsDone(String method) throws Exception {
        assertThat(change(method, TestServer.CSRF)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void aChangeWithAnotherTokenIsRefused(String method) throws Exception {
        assertThat(change(method, TestServer.CSRF + "x")).isEqualTo(403);
        assertThat(change(method, "")).isEqualTo(403);
    }

    private static int change(String method, String token) throws IOException, InterruptedException {
        return SERVER.send(SERVER.to("/worklist", "nurse")
                        .header(Gate.CSRF_HEADER, token)
                        .method(method, BodyPublishers.noBody()))
                .statusCode();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/worklist", "/open"})
    void aChangeWithoutATokenIsRefusedEvenWhereAnyoneMayMakeIt(String path) throws Exception {
        assertThat(SERVER.post(SERVER.to(path, "nurse")).statusCode()).isEqualTo(403);
    }

    @Test
    void aFormSendsTheTokenAsAField() throws Exception {
        var form = SERVER.to("/worklist", "nurse")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("csrf=" + TestServer.CSRF));

        assertThat(SERVER.send(form).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1", "http://", "http://[", "no origin"})
    void aChangeFromAnotherSiteIsRefusedThoughItHasTheToken(String origin) throws Exception {
        var change = SERVER.to("/worklist", "nurse").header("Origin", origin).header(Gate.CSRF_HEADER, TestServer.CSRF);

        assertThat(SERVER.post(change).statusCode()).isEqualTo(403);
    }

    @Test
    void aChangeFromAnotherSiteIsRefusedThoughAnyoneMayMakeIt() throws Exception {
        var change = SERVER.to("/open").header("Origin", "https://evil.example");

        assertThat(SERVER.post(change).statusCode()).isEqualTo(403);
    }

    @Test
    void aChangeFromOurOwnPagesIsDone() throws Exception {
        var change = SERVER.to("/worklist", "nurse")
                .header("Origin", SERVER.origin())
                .header(Gate.CSRF_HEADER, TestServer.CSRF);

        assertThat(SERVER.post(change).statusCode()).isEqualTo(200);
    }

    @Test
    void whoSignsInNeedsNoTokenYet() throws Exception {
        assertThat(SERVER.post(SERVER.to("/open")).statusCode()).isEqualTo(200);
    }
}
