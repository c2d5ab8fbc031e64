package health.vigil.alerts.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import health.vigil.alerts.delivery.ChannelSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a service that is gone to an operator, over nothing that the service has a part in.
class WatchIT {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    private Path folder = Path.of("");

    private record Told(Map<String, List<String>> headers, String body) {}

    @Test
    void anOperatorIsToldThatTheServiceDoesNotAnswer() throws Exception {
        var told = new CopyOnWriteArrayList<Told>();
        var operator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        operator.createContext("/", exchange -> {
            try (exchange) {
                told.add(new Told(
                        Map.copyOf(exchange.getRequestHeaders()),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        operator.start();
        var settings = new WatchSettings(
                "http://127.0.0.1:1",
                Duration.ofMillis(100),
                Duration.ZERO,
                Duration.ofMinutes(15),
                ChannelSettings.DEFAULTS,
                "",
                "http://127.0.0.1:" + operator.getAddress().getPort(),
                Files.writeString(folder.resolve("secret"), SECRET).toString());
        var output = new ByteArrayOutputStream();

        try (var _ = new Watch(settings, Clock.systemUTC(), new PrintStream(output, true, UTF_8)).start()) {
            await().until(() -> !told.isEmpty());
        }
        operator.stop(0);

        new Webhook(SECRET).verify(told.getFirst().body(), told.getFirst().headers());
        assertThat(told).singleElement().satisfies(word -> assertThat(word.body())
                .contains("Vigil needs an operator", "The alert service does not answer"));
        assertThat(output.toString(UTF_8)).contains("The alert service does not answer");
    }
}
