package health.vigil.alerts.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A provider's HTTP server, which keeps what it is sent and answers as it is told to.
final class Provider implements AutoCloseable {

    /// A request as it came.
    ///
    /// @param latin1 the body, a character a byte
    record Request(String path, Map<String, List<String>> headers, String latin1) {

        String body() {
            return new String(bytes(), UTF_8);
        }

        byte[] bytes() {
            return latin1.getBytes(ISO_8859_1);
        }

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ArrayDeque<>();
    private volatile CountDownLatch hanging = new CountDownLatch(0);

    Provider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestURI().getPath(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1)));
            hanging.await();
            exchange.sendResponseHeaders(nextAnswer(), -1);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized int nextAnswer() {
        var answer = answers.poll();
        return answer == null ? 200 : answer;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    /// The next answers; after them it is 200 again.
    synchronized void answers(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /// From now on it takes requests, and answers none.
    void hang() {
        hanging = new CountDownLatch(1);
    }

    /// What hung is answered.
    void goOn() {
        hanging.countDown();
    }

    @Override
    public void close() {
        goOn();
        server.stop(0);
        threads.shutdownNow();
    }
}
