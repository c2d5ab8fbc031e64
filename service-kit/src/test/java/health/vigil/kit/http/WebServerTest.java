package health.vigil.kit.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every answer has, whatever it answers.
class WebServerTest {

    private static final TestServer SERVER = new TestServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/open", "/missing", "/forgotten", "/worklist", "/number?n=x", "/exception", "/error", "/%zz"})
    void everyAnswerTellsTheBrowserToBeCareful(String path) throws Exception {
        var answer = raw("GET " + path + " HTTP/1.1\r\nHost: vigil\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .contains("\r\nContent-Security-Policy: default-src 'none'; script-src 'self';")
                .contains("frame-ancestors 'none'")
                .contains("\r\nX-Content-Type-Options: nosniff\r\n")
                .contains("\r\nReferrer-Policy: same-origin\r\n")
                .contains("\r\nCross-Origin-Opener-Policy: same-origin\r\n")
                .contains("\r\nCross-Origin-Resource-Policy: same-origin\r\n")
                .contains("\r\nCache-Control: no-store\r\n")
                .contains("\r\nPermissions-Policy: camera=()")
                .doesNotContain("unsafe-inline", "unsafe-eval", "\r\nServer:");
    }

    @Test
    void whatIsNoHttpIsRefusedWithTheSameCare() throws Exception {
        var answer = raw("\0\1\2 nonsense\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("\r\nContent-Security-Policy: default-src 'none'")
                .contains("\r\nContent-Type: application/problem+json")
                .doesNotContain("Server:", "nonsense");
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/missing, 404, Not Found",
        "/worklist, 401, Unauthorized",
        "/forgotten, 403, Forbidden",
        "/number?n=10, 400, Bad Request",
        "/exception, 500, Server Error",
        "/error, 500, Server Error",
    })
    void everyFailedRequestGetsProblemDetails(String path, int status, String title) throws Exception {
        var problem = problem(SERVER.get(path), status);

        assertThat(problem.path("type").asText()).isEqualTo("about:blank");
        assertThat(problem.path("title").asText()).isEqualTo(title);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
    }

    @Test
    void aBrowserThatAskedForAPageGetsOne() throws Exception {
        try (var server = new TestServer(new Assets())) {
            var answer = server.send(server.to("/accounts", "nurse").header("Accept", "text/html,*/*"));

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
            assertThat(answer.body()).contains("Your role may not do this.", "Back to the start");
        }
    }

    @Test
    void aWrongParameterIsNamed() throws Exception {
        var problem = problem(SERVER.get("/number?n=many"), 400);

        assertThat(problem.path("parameter").asText()).isEqualTo("n");
        assertThat(problem.path("detail").asText()).isEqualTo("n must be a whole number from 1 to 9.");
    }

    @Test
    void aBodyThatIsNoJsonIsRefusedWithoutRepeatingIt() throws Exception {
        var request = SERVER.to("/body").POST(BodyPublishers.ofString("{\"name\": Mustermann"));

        var problem = problem(SERVER.send(request), 400);

        assertThat(problem.path("parameter").asText()).isEqualTo("body");
        assertThat(problem.toString()).doesNotContain("Mustermann");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        var request = SERVER.to("/body").POST(BodyPublishers.ofString("\"" + "x".repeat(300 * 1024) + "\""));

        assertThat(problem(SERVER.send(request), 413).path("status").asInt()).isEqualTo(413);
    }

    @Test
    void anotherMethodIsRefusedWithThoseThatThereAre() throws Exception {
        var answer = SERVER.send(SERVER.to("/worklist", "nurse").method("PATCH", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("GET", "POST", "PUT", "DELETE"));
    }

    @Test
    void headIsNoWayAroundTheGate() throws Exception {
        var answer = SERVER.send(SERVER.to("/worklist").HEAD());

        assertThat(answer.statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/exception", "/error"})
    void theTextOfAFailureStaysInTheLog(String path) throws Exception {
        var answer = SERVER.get(path);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("Mustermann", "186/112", "Exception", "AssertionError");
    }

    @Test
    void aFailureDoesNotStopTheServer() throws Exception {
        SERVER.get("/error");

        assertThat(SERVER.get("/open").statusCode()).isEqualTo(200);
    }

    private static JsonNode problem(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        return Json.MAPPER.readTree(answer.body());
    }
}
