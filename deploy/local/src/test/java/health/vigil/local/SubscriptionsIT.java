package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import health.vigil.kit.access.Role;
import health.vigil.local.RunningVigil.Home;
import health.vigil.local.client.VigilApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Other systems are told of everything they may see, in order, whatever becomes of them in between.
class SubscriptionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private VigilApi admin;

    @BeforeEach
    void signIn() throws IOException, InterruptedException {
        admin = VIGIL.api(Role.ADMIN);
    }

    @AfterEach
    void signOut() throws IOException, InterruptedException {
        for (var each : admin.get("/api/subscriptions").path("subscriptions")) {
            admin.post("/api/subscriptions/" + each.path("subscriptionId").asText() + "/stop", Map.of());
        }
        admin.close();
    }

    /// What another system's FHIR server took.
    private record Told(String path, JsonNode observation, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }

        String what() {
            return "%s %s"
                    .formatted(
                            observation.at("/valueQuantity/value").asText(),
                            observation.path("status").asText());
        }
    }

    /// Another system. It refuses, hangs, and takes, as it is told.
    private static final class Receiver implements AutoCloseable {

        private final HttpServer server;
        private final List<Told> told = new CopyOnWriteArrayList<>();
        private final AtomicInteger attempts = new AtomicInteger();
        private final AtomicBoolean isUp = new AtomicBoolean(true);
        private final AtomicBoolean hangs = new AtomicBoolean();
        private final CountDownLatch end = new CountDownLatch(1);

        Receiver() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            attempts.incrementAndGet();
            if (hangs.get()) {
                try {
                    end.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
            // Every seventh is refused even when all is well.
            if (!isUp.get() || attempts.get() % 7 == 0) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                told.add(new Told(
                        exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                        JSON.readTree(body),
                        exchange.getRequestHeaders(),
                        body));
                exchange.sendResponseHeaders(200, -1);
            }
            exchange.close();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/fhir";
        }

        List<String> what() {
            return told.stream().map(Told::what).toList();
        }

        @Override
        public void close() {
            end.countDown();
            server.stop(0);
        }
    }

    private JsonNode subscribe(Receiver system, Home home) throws IOException, InterruptedException {
        var token = admin.post(
                "/api/tokens",
                Map.of(
                        "label",
                        "record",
                        "scopes",
                        "patient/*.rs",
                        "patientId",
                        home.patient().patientId()));
        return admin.post(
                "/api/subscriptions",
                Map.of(
                        "label",
                        "record",
                        "endpoint",
                        system.address(),
                        "tokenId",
                        token.at("/grant/tokenId").asText()));
    }

    private static void weigh(Home home, int first, int count) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (var device = VIGIL.connect(home)) {
            // One after the other: what is on the way at the same time has no order.
            IntStream.range(first, first + count).forEach(kilograms -> {
                device.publish("{\"type\":\"weight\",\"measuredAt\":\"%s\",\"value\":%d,\"unit\":\"kg\"}"
                        .formatted(now.minusSeconds(1000L - kilograms), kilograms));
                await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
            });
        }
    }

    private static List<String> weights(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(kilograms -> kilograms + ".0 final")
                .toList();
    }

    private static String path(JsonNode created, String action) {
        return "/api/subscriptions/"
                + created.at("/subscription/subscriptionId").asText() + action;
    }

    private JsonNode shown(JsonNode created) throws IOException, InterruptedException {
        for (var each : admin.get("/api/subscriptions").path("subscriptions")) {
            if (each.path("subscriptionId").equals(created.at("/subscription/subscriptionId"))) {
                return each;
            }
        }
        throw new AssertionError("the subscription is gone");
    }

    private void awaitProblem(JsonNode created, String text) {
        await().atMost(PATIENCE)
                .until(() -> shown(created).path("problem").asText("").contains(text));
    }

    @Test
    void aSystemIsToldOfItsPatientInOrderThoughAnotherHangsAndItWasDownItself() throws Exception {
        var home = VIGIL.moveIn("Otto", "Outgoing");
        var other = VIGIL.moveIn("Olga", "Otherwise");
        try (var system = new Receiver();
                var hanging = new Receiver()) {
            hanging.hangs.set(true);
            system.isUp.set(false);
            var created = subscribe(system, home);
            subscribe(hanging, home);

            weigh(home, 60, 8);
            weigh(other, 90, 3);
            awaitProblem(created, "HTTP 503");
            assertThat(system.told).isEmpty();
            await().atMost(PATIENCE).until(() -> hanging.attempts.get() > 0);
            system.isUp.set(true);
            weigh(home, 70, 8);

            await().atMost(PATIENCE).until(() -> system.told.size() >= 16);
            markInError(home, system.told.getFirst().observation());
            await().atMost(PATIENCE).until(() -> system.what().contains("60.0 entered-in-error"));

            var expected = new ArrayList<>(weights(60, 8));
            expected.addAll(weights(70, 8));
            expected.add("60.0 entered-in-error");
            assertThat(system.what()).isEqualTo(expected);
            assertThat(hanging.told).isEmpty();
            verify(system.told, created.path("secret").asText());
            await().atMost(PATIENCE)
                    .until(() -> shown(created).path("delivered").asInt() == 17
                            && shown(created).path("problem").isMissingNode());
        }
    }

    /// The Observation's own id, told under its path, with a signature of this body by Standard Webhooks.
    private static void verify(List<Told> told, String secret) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        for (var each : told) {
            assertThat(each.path())
                    .isEqualTo("PUT /fhir/Observation/"
                            + each.observation().path("id").asText());
            var signed = each.header("Webhook-id") + "." + each.header("Webhook-timestamp") + "." + each.body();
            assertThat(each.header("Webhook-signature"))
                    .isEqualTo("v1,"
                            + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static void markInError(Home home, JsonNode observation) throws IOException, InterruptedException {
        var hex = observation.path("id").asText().substring(32);
        var reading = hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
        try (var nurse = VIGIL.api(Role.NURSE)) {
            nurse.put(
                    "/api/patients/" + home.patient().patientId() + "/readings/" + reading + "/mark",
                    Map.of("verdict", "ENTERED_IN_ERROR", "reason", "the neighbour"));
        }
    }

    @Test
    void aSubscriptionGoesOnWhereItStoppedAndIsReplayedFromADate() throws Exception {
        var home = VIGIL.moveIn("Rita", "Replay");
        var begin = Instant.now();
        try (var system = new Receiver()) {
            weigh(home, 50, 2);
            var created = subscribe(system, home);
            weigh(home, 60, 3);
            await().atMost(PATIENCE)
                    .until(() -> shown(created).path("delivered").asInt() >= 3);
            admin.post(path(created, "/stop"), Map.of());
            weigh(home, 70, 3);
            admin.post(path(created, "/start"), Map.of());
            await().atMost(PATIENCE).until(() -> system.what().contains("72.0 final"));

            // Told of nothing from before, once of everything else: what was taken just before the stop may come twice.
            assertThat(system.what()).containsAll(weights(60, 3)).containsAll(weights(70, 3));
            assertThat(system.what()).doesNotContain("50.0 final", "51.0 final");
            await().atMost(PATIENCE)
                    .until(() -> shown(created).path("delivered").asInt() >= 6);
            system.told.clear();
            admin.post(path(created, "/replay"), Map.of("since", begin.toString()));

            await().atMost(PATIENCE).until(() -> system.told.size() >= 8);
            var everything = new ArrayList<>(weights(50, 2));
            everything.addAll(weights(60, 3));
            everything.addAll(weights(70, 3));
            assertThat(system.what()).isEqualTo(everything);
        }
    }

    @Test
    void nothingIsToldOnceTheTokenIsRevokedAndNothingIsLostWhenThereIsAnother() throws Exception {
        var home = VIGIL.moveIn("Rene", "Revoked");
        try (var system = new Receiver()) {
            var created = subscribe(system, home);
            weigh(home, 60, 1);
            await().atMost(PATIENCE).until(() -> system.told.size() == 1);
            admin.delete("/api/tokens/" + created.at("/subscription/tokenId").asText());
            weigh(home, 61, 2);
            awaitProblem(created, "token");
            assertThat(system.told).hasSize(1);

            var token = admin.post(
                    "/api/tokens",
                    Map.of(
                            "label",
                            "record",
                            "scopes",
                            "patient/*.rs",
                            "patientId",
                            home.patient().patientId()));
            admin.put(
                    path(created, "/token"),
                    Map.of("tokenId", token.at("/grant/tokenId").asText()));

            await().atMost(PATIENCE).until(() -> system.told.size() >= 3);
            assertThat(system.what()).isEqualTo(weights(60, 3));
        }
    }
}
