package health.vigil.local.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Where the nurse is told of alerts: the other end of her webhook, which can fail too.
final class Sink implements AutoCloseable {

    /// What it does with a request.
    enum Mode {
        TAKE,
        FAIL,
        HANG
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<UUID> told = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.TAKE;

    Sink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = JSON.readTree(exchange.getRequestBody());
            while (mode == Mode.HANG) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            if (mode == Mode.FAIL) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            body.at("/data/alerts").forEach(alert -> told.add(UUID.fromString(alert.asText())));
            exchange.sendResponseHeaders(200, -1);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    void mode(Mode next) {
        mode = next;
    }

    /// Whether the nurse was told of that alert.
    boolean knows(UUID alert) {
        return told.contains(alert);
    }

    @Override
    public void close() {
        mode = Mode.TAKE;
        server.stop(0);
        threads.shutdownNow();
    }
}
