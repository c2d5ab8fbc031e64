package health.vigil.kit.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Connections that are opened to hold a place: nothing comes, or a letter now and then (slow-loris).
class SlowConnectionsTest {

    private static final Duration WITHIN = Duration.ofMillis(500);

    private static final SampleRoutes ROUTES = new SampleRoutes();

    @AutoClose
    private static final WebServer SERVER = new WebServer(
                    new HttpSettings("127.0.0.1", 0, "", false, false, WITHIN, 200),
                    _ -> Optional.empty(),
                    _ -> Optional.empty(),
                    _ -> {},
                    List.of(ROUTES))
            .start();

    private static Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// Whether the other side has ended it: reading comes to an end, or fails.
    private static boolean isEnded(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }

    @Test
    void aConnectionThatBringsNothingIsEnded() throws IOException {
        try (var socket = connect()) {
            assertThat(isEnded(socket)).isTrue();
        }
    }

    @Test
    void aRequestThatComesLetterByLetterIsEnded() throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write("GET /open HTTP/1.1\r\nHost: a\r\n".getBytes(US_ASCII));

            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !canWriteMore(socket));
        }
    }

    private static boolean canWriteMore(Socket socket) {
        try {
            socket.getOutputStream().write("X-a: b\r\n".getBytes(US_ASCII));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void whoHasBroughtARequestMayStay() throws Exception {
        try (var socket = connect()) {
            ask(socket);
            try (var idle = connect()) {
                // By then the first has been there for longer than that.
                assertThat(isEnded(idle)).isTrue();
            }
            ask(socket);
        }
    }

    private static void ask(Socket socket) throws IOException {
        socket.getOutputStream().write("GET /open HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
        assertThat(readUntil(socket, "done")).startsWith("HTTP/1.1 200");
    }

    /// A live feed is one request that lasts.
    @Test
    void aLiveFeedStays() throws Exception {
        try (var socket = connect()) {
            socket.getOutputStream()
                    .write("GET /feed HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n".getBytes(US_ASCII));
            readUntil(socket, "changed");
            try (var idle = connect()) {
                assertThat(isEnded(idle)).isTrue();
            }

            ROUTES.feed().signal();

            assertThat(readUntil(socket, "changed")).contains("event: alerts");
        }
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        var heard = new StringBuilder();
        while (!heard.toString().endsWith(end)) {
            var read = socket.getInputStream().read();
            assertThat(read).as(heard.toString()).isNotNegative();
            heard.append((char) read);
        }
        return heard.toString();
    }
}
