package health.vigil.local.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A server behind a proxy that says again what it hears.
class ProxyTest {

    private static final int A_MOMENT = 300;
    private static final int PATIENCE = 10_000;

    private final ServerSocket server = listen();
    private final Proxy proxy = before(server);

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Proxy before(ServerSocket server) {
        try {
            return new Proxy(server.getLocalPort());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeEach
    void sayAgain() {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    var client = server.accept();
                    Thread.ofVirtual().start(() -> echo(client));
                } catch (IOException _) {
                    // The test is over.
                    return;
                }
            }
        });
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException _) {
            // The proxy has ended it.
        }
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    private static String hear(Socket socket, String said) throws IOException {
        socket.getOutputStream().write(said.getBytes(UTF_8));
        var heard = socket.getInputStream().readNBytes(said.length());
        if (heard.length < said.length()) {
            throw new IOException("the connection has ended");
        }
        return new String(heard, UTF_8);
    }

    @Test
    void passesBothWays() throws IOException {
        try (var socket = connect()) {
            assertThat(hear(socket, "one")).isEqualTo("one");
            assertThat(hear(socket, "two")).isEqualTo("two");
        }
    }

    @Test
    void passesTheEndOfWhatOneSideHasToSayAndThenTheAnswer() throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write("all".getBytes(UTF_8));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("all");
        }
    }

    @Test
    void refusesNewConnectionsAndEndsThoseThereAre() throws IOException {
        try (var before = connect()) {
            assertThat(hear(before, "one")).isEqualTo("one");

            proxy.set(Proxy.Mode.REFUSE);

            assertThatThrownBy(() -> hear(before, "two")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> hear(connect(), "three")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void resetsEachConnectionSoonAfterItWasMade() throws IOException {
        proxy.set(Proxy.Mode.RESET);

        try (var socket = connect()) {
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void swallowsAndLeavesTheConnectionOpenAndEndsItAfterwards() throws IOException {
        try (var socket = connect()) {
            assertThat(hear(socket, "one")).isEqualTo("one");
            proxy.set(Proxy.Mode.SWALLOW);
            socket.setSoTimeout(A_MOMENT);

            assertThatThrownBy(() -> hear(socket, "two")).isInstanceOf(SocketTimeoutException.class);

            proxy.set(Proxy.Mode.PASS);
            socket.setSoTimeout(PATIENCE);
            assertThatThrownBy(() -> hear(socket, "three")).isInstanceOf(IOException.class);
        }
        try (var next = connect()) {
            assertThat(hear(next, "four")).isEqualTo("four");
        }
    }

    @Test
    void passesOnLateWithoutMixingUpTheOrder() throws IOException {
        try (var socket = connect()) {
            proxy.set(Proxy.Mode.DELAY);

            socket.getOutputStream().write("one ".getBytes(UTF_8));
            assertThat(hear(socket, "two")).isEqualTo("one");
        }
    }
}
