package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.care.accounts.Accounts;
import health.vigil.kit.access.Role;
import health.vigil.kit.config.Trust;
import health.vigil.local.client.VigilApi;
import health.vigil.local.run.AllInOne;
import health.vigil.local.run.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The all-in-one as other machines reach it: by TLS, devices with certificates.
class TlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "long enough to be one";

    @TempDir
    private static Path folder = Path.of("");

    private static Path pem = Path.of("");
    private static Path authority = Path.of("");
    private static @Nullable AllInOne running;

    @BeforeAll
    static void start() throws Exception {
        pem = folder.resolve("vigil.pem");
        authority = folder.resolve("authority.pem");
        take(new SelfSigned(folder, "first"));
        RunningVigil.seldomProbe(Files.createDirectories(folder.resolve("home")));
        running = AllInOne.start(folder.resolve("home"), new Ports("127.0.0.1", 0, 0, 0, 0, pem.toString(), false));
        vigil().care().accounts().put(new Accounts.Account("ada", "Ada", Role.ADMIN), PASSWORD);
    }

    /// That identity is the server's from now on.
    private static void take(SelfSigned identity) throws IOException, GeneralSecurityException {
        Files.writeString(authority, identity.certificate());
        Files.writeString(pem, identity.certificate() + identity.key());
    }

    @AfterAll
    static void stop() {
        if (running != null) {
            running.close();
        }
    }

    private static AllInOne vigil() {
        return Objects.requireNonNull(running);
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().sslContext(Trust.in(authority)).build();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var client = client()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(vigil().run().pages() + path));
    }

    @Test
    void pagesComeByTlsAndTheCookieGoesByNothingElse() throws Exception {
        assertThat(vigil().run().pages()).startsWith("https://");

        var answer = send(to("/api/session")
                .POST(BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("username", "ada", "password", PASSWORD)))));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("Secure", "HttpOnly", "SameSite=Strict");
    }

    @Test
    void plainHttpIsNotSpokenThere() {
        var plain = URI.create(vigil().run().pages().replace("https://", "http://") + "/login");

        assertThatThrownBy(() -> {
                    try (var client = HttpClient.newHttpClient()) {
                        client.send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString());
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void oldTlsIsRefused() throws Exception {
        var socket = (SSLSocket) Trust.in(authority)
                .getSocketFactory()
                .createSocket("127.0.0.1", port(vigil().run().pages()));
        try (socket) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    private static int port(String url) {
        return URI.create(url).getPort();
    }

    @Test
    void programsOfThisMachineComeInBesides() throws Exception {
        assertThat(vigil().run().http()).startsWith("http://127.0.0.1:");
        try (var api = new VigilApi(vigil().run().http(), "ada", PASSWORD)) {
            assertThat(api.get("/api/patients").path("patients").isArray()).isTrue();
        }
    }

    @Test
    void theNextCertificateIsTakenWithoutARestart() throws Exception {
        var before = served(port(vigil().run().pages()));

        take(new SelfSigned(folder, "next-" + UUID.randomUUID()));

        // A listener is closed for a moment.
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            assertThat(served(port(vigil().run().pages()))).isNotEqualTo(before);
            assertThat(served(port(vigil().run().devices()))).isNotEqualTo(before);
        });
        assertThat(send(to("/login")).statusCode()).isEqualTo(200);
    }

    /// The certificate that is shown there, whoever signed it.
    private static X509Certificate served(int port) throws IOException, GeneralSecurityException {
        var anyone = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {
                throw new IllegalStateException("this is a client");
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {
                assertThat(chain).isNotEmpty();
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {anyone}, null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private record Certified(UUID device, Path pem, Path certificate, Path key) {}

    private static UUID registered() {
        var device = UUID.randomUUID();
        vigil().care().devices().register(device, "cuff");
        return device;
    }

    private static HttpResponse<String> trade(String code, String request) throws IOException, InterruptedException {
        return send(to("/api/provisioning")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("code", code, "csr", request)))));
    }

    private static Certified certify(UUID device) throws Exception {
        var identity = new SelfSigned(folder, "device-" + UUID.randomUUID());
        var code = vigil().care().provisioning().invite(device, "ada").code();
        var answer = trade(code, identity.request());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode given = JSON.readTree(answer.body());
        assertThat(given.path("deviceId").asText()).isEqualTo(device.toString());
        return files(device, identity, given.path("certificate").asText());
    }

    private static Certified files(UUID device, SelfSigned identity, String certificate)
            throws IOException, GeneralSecurityException {
        var name = UUID.randomUUID().toString();
        return new Certified(
                device,
                Files.writeString(folder.resolve(name + ".pem"), certificate + identity.key()),
                Files.writeString(folder.resolve(name + ".crt"), certificate),
                Files.writeString(folder.resolve(name + ".key"), identity.key()));
    }

    private record Outcome(int exitCode, String text) {}

    /// The reference device sends a reading.
    private static Outcome send(UUID device, Path certificate) {
        return send(device, certificate, PATIENCE);
    }

    /// It is not let in, however often it tries.
    private static int refused(UUID device, Path certificate) {
        return send(device, certificate, Duration.ofSeconds(2)).exitCode();
    }

    private static Outcome send(UUID device, Path certificate, Duration patience) {
        var text = new ByteArrayOutputStream();
        var stream = new PrintStream(text, true, StandardCharsets.UTF_8);
        var out = System.out;
        System.setOut(stream);
        try {
            var exitCode = Vigil.run(
                    "device",
                    "--url",
                    vigil().run().devices(),
                    "--id",
                    device.toString(),
                    "--authority",
                    authority.toString(),
                    "--certificate",
                    certificate.toString(),
                    "--store",
                    folder.resolve("store-" + UUID.randomUUID()).toString(),
                    "--wait",
                    patience.toString(),
                    "weight=82.4");
            return new Outcome(exitCode, text.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
        }
    }

    @Test
    void aDeviceSignsInWithTheCertificateThatItGotForItsCode() throws Exception {
        var device = certify(registered());

        var outcome = send(device.device(), device.pem());

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text()).startsWith("accepted ");
    }

    @Test
    void aCertificateIsGoodForItsOwnDeviceOnly() throws Exception {
        var mine = certify(registered());
        var other = registered();

        assertThat(refused(other, mine.pem())).isEqualTo(3);
    }

    @Test
    void aCertificateThatItSignedItselfIsWorthNothing() throws Exception {
        var device = registered();
        var identity = new SelfSigned(folder, device.toString());

        assertThat(refused(
                        device, files(device, identity, identity.certificate()).pem()))
                .isEqualTo(3);
    }

    @Test
    void anOlderOrRevokedCertificateIsGoodNoMore() throws Exception {
        var device = registered();
        var old = certify(device);
        var next = certify(device);

        assertThat(refused(device, old.pem())).isEqualTo(3);
        assertThat(send(device, next.pem()).exitCode()).isZero();

        vigil().care().provisioning().revoke(device);

        assertThat(refused(device, next.pem())).isEqualTo(3);
    }

    @Test
    void aWrongRequestDoesNotUseUpTheCode() throws Exception {
        var device = registered();
        var code = vigil().care().provisioning().invite(device, "ada").code();
        var request = new SelfSigned(folder, "device-" + UUID.randomUUID()).request();

        assertThat(trade(code, "no request").statusCode()).isEqualTo(400);
        assertThat(trade(code, forged(request)).statusCode()).isEqualTo(400);
        assertThat(trade(code, request).statusCode()).isEqualTo(200);
        assertThat(trade(code, request).statusCode()).isEqualTo(403);
    }

    /// Its signature is of something else.
    private static String forged(String request) {
        var lines = request.lines().toList();
        var last = lines.get(lines.size() - 2);
        var changed = last.charAt(0) == 'A' ? 'B' + last.substring(1) : 'A' + last.substring(1);
        return request.replace(last, changed);
    }

    @Test
    void mosquittosClientSendsWithACertificateToo() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/mosquitto_pub")))
                .as("mosquitto_pub is not installed")
                .isTrue();
        var device = certify(registered());
        var to = URI.create(vigil().run().devices());

        var process = new ProcessBuilder(
                        "mosquitto_pub",
                        "-h",
                        to.getHost(),
                        "-p",
                        Integer.toString(to.getPort()),
                        "--cafile",
                        authority.toString(),
                        "--cert",
                        device.certificate().toString(),
                        "--key",
                        device.key().toString(),
                        "-u",
                        device.device().toString(),
                        "-i",
                        device.device().toString(),
                        "-q",
                        "1",
                        "-t",
                        "vigil/" + device.device() + "/readings",
                        "-m",
                        "{\"type\":\"weight\",\"measuredAt\":\"2026-11-26T07:00:00Z\",\"value\":82.4,\"unit\":\"kg\"}")
                .redirectErrorStream(true)
                .start();

        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(held(device.device())).isEqualTo(1));
    }

    private static int held(UUID device) throws IOException, InterruptedException {
        try (var api = new VigilApi(vigil().run().http(), "ada", PASSWORD)) {
            return api.get("/api/devices/" + device + "/readings")
                    .path("readings")
                    .size();
        }
    }
}
