package health.vigil.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.kit.access.Role;
import health.vigil.kit.access.SignedIn;
import health.vigil.kit.audit.AuditFailedException;
import health.vigil.kit.audit.AuditTrail;
import health.vigil.kit.audit.Event;
import health.vigil.kit.audit.Looks;
import io.javalin.config.RoutesConfig;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What is put on record of requests.
class RecorderTest {

    private static final UUID ERIKA = new UUID(1, 1);
    private static final UUID OTTO = new UUID(2, 2);
    private static final String CSRF = "token";

    /// Shows a patient, alone and in a list; changes something; shows nobody.
    private static final class Sample implements Routes {

        @Override
        public void register(RoutesConfig routes) {
            routes.get(
                    "/patients/{patient}",
                    ctx -> {
                        Looks.at(ctx.req(), Requests.id(ctx, "patient"));
                        ctx.result("118/76");
                    },
                    Access.NURSE);
            routes.get(
                    "/list",
                    ctx -> {
                        Looks.atList(ctx.req(), List.of(ERIKA));
                        ctx.result("118/76");
                    },
                    Access.NURSE);
            routes.get(
                    "/two/{patient}",
                    ctx -> {
                        Looks.at(ctx.req(), Requests.id(ctx, "patient"));
                        Looks.at(ctx.req(), OTTO);
                        ctx.result("118/76");
                    },
                    Access.NURSE);
            routes.get(
                    "/wrong/{patient}",
                    ctx -> {
                        Looks.at(ctx.req(), Requests.id(ctx, "patient"));
                        throw new InvalidRequestException("from", "from is wrong.");
                    },
                    Access.NURSE);
            routes.get("/help", ctx -> ctx.result("help"), Access.NURSE);
            routes.post("/devices/{device}", ctx -> ctx.result("done"), Access.NURSE);
            routes.get(
                    "/foreign/{alert}",
                    _ -> {
                        throw new NotFoundResponse("There is no such alert.");
                    },
                    Access.NURSE);
            routes.get("/administration", ctx -> ctx.result("done"), Access.ADMIN);
            routes.post(
                    "/login",
                    ctx -> {
                        Looks.about(ctx.req(), "signed in, account=nora");
                        ctx.result("done");
                    },
                    Access.ANYONE);
        }
    }

    private static WebServer server(AuditTrail audit) {
        return new WebServer(
                        new HttpSettings("127.0.0.1", 0),
                        _ -> Optional.of(new SignedIn("nora", "Nora", Role.NURSE, CSRF, Instant.MAX)),
                        _ -> Optional.empty(),
                        audit,
                        List.of(new Sample()))
                .start();
    }

    private static HttpResponse<String> send(WebServer server, String method, String path)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .method(method, BodyPublishers.noBody())
                            .header("Cookie", Gate.COOKIE + "=some")
                            .header(Gate.CSRF_HEADER, CSRF)
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static List<Event> recorded(String method, String... paths) throws IOException, InterruptedException {
        var events = new CopyOnWriteArrayList<Event>();
        try (var server = server(events::add)) {
            for (var path : paths) {
                send(server, method, path);
            }
        }
        return events;
    }

    private static Event event(String action, String subject, int status, UUID... patients) {
        return new Event("nora", "NURSE", "127.0.0.1", action, subject, status, List.of(patients));
    }

    @Test
    void eachSightOfAPatientIsRecorded() throws Exception {
        var path = "/patients/" + ERIKA;

        assertThat(recorded("GET", path, path))
                .containsExactly(
                        event("GET /patients/{patient}", "", 200, ERIKA),
                        event("GET /patients/{patient}", "", 200, ERIKA));
    }

    @Test
    void eachPatientOfARequestIsRecorded() throws Exception {
        assertThat(recorded("GET", "/two/" + ERIKA))
                .containsExactly(
                        event("GET /two/{patient}", "", 200, ERIKA),
                        event("GET /two/{patient}", "patient=" + ERIKA, 200, OTTO));
    }

    /// That it was begun is on record before it is known how it ends.
    @Test
    void aLookThatEndedInARefusalIsRecordedAsSuchToo() throws Exception {
        assertThat(recorded("GET", "/wrong/" + ERIKA))
                .containsExactly(
                        event("GET /wrong/{patient}", "", 200, ERIKA), event("GET /wrong/{patient}", "", 400, ERIKA));
    }

    @Test
    void aListThatIsShownAgainIsRecordedOnce() throws Exception {
        assertThat(recorded("GET", "/list", "/list", "/list")).containsExactly(event("GET /list", "", 200, ERIKA));
    }

    @Test
    void whatShowsNobodyIsNotRecorded() throws Exception {
        assertThat(recorded("GET", "/help")).isEmpty();
    }

    @Test
    void eachChangeIsRecordedWithWhatItIsAbout() throws Exception {
        assertThat(recorded("POST", "/devices/17")).containsExactly(event("POST /devices/{device}", "device=17", 200));
    }

    @Test
    void whatWasRefusedToSomebodyKnownIsRecorded() throws Exception {
        assertThat(recorded("GET", "/foreign/17", "/administration"))
                .containsExactly(event("GET /foreign/{alert}", "alert=17", 404), event("GET /administration", "", 403));
    }

    @Test
    void whatStrangersWriteIntoAPathCannotBreakTheTrail() throws Exception {
        assertThat(recorded("POST", "/devices/a%0Ab%E2%80%AE" + "x".repeat(2000)))
                .singleElement()
                .satisfies(event -> assertThat(event.subject())
                        .startsWith("device=a")
                        .matches("[ -~]*")
                        .hasSize(500));
    }

    @Test
    void signingInIsRecordedOfNobodyKnown() throws Exception {
        assertThat(recorded("POST", "/login")).singleElement().satisfies(event -> assertThat(event.subject())
                .isEqualTo("signed in, account=nora"));
    }

    @Test
    void aListThatCouldNotBePutOnRecordIsWhenItIsShownAfterAll() throws Exception {
        var kept = new CopyOnWriteArrayList<Event>();
        var attempts = new AtomicInteger();
        AuditTrail failsOnce = event -> {
            if (attempts.incrementAndGet() == 1) {
                throw new AuditFailedException(new IllegalStateException("disk full"));
            }
            kept.add(event);
        };
        try (var server = server(failsOnce)) {
            assertThat(send(server, "GET", "/list").statusCode()).isEqualTo(503);
            assertThat(send(server, "GET", "/list").statusCode()).isEqualTo(200);
        }

        assertThat(kept).containsExactly(event("GET /list", "", 200, ERIKA));
    }

    @Test
    void nothingIsShownThatCannotBePutOnRecord() throws Exception {
        AuditTrail broken = _ -> {
            throw new AuditFailedException(new IllegalStateException("disk full"));
        };
        try (var server = server(broken)) {
            var answer = send(server, "GET", "/patients/" + ERIKA);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).doesNotContain("118/76").contains("put on record");
        }
    }
}
