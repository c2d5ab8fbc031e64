package health.vigil.local.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What lies between two parts: passes bytes on in both directions, or spoils that.
final class Proxy implements AutoCloseable {

    /// What it does with connections.
    enum Mode {
        PASS,
        /// Ends those there are, and takes no new ones.
        REFUSE,
        /// Ends each, again and again, a moment after it was made.
        RESET,
        /// Passes on late.
        DELAY,
        /// Takes bytes and passes none on: to both sides the other one hangs.
        SWALLOW
    }

    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);
    private static final int CONNECT_MILLIS = 2000;
    private static final Duration LATE = Duration.ofMillis(300);
    private static final Duration SHORT_LIFE = Duration.ofMillis(700);

    private final int target;
    private final ServerSocket server;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASS;

    /// Listens at a free port.
    ///
    /// @param target the port to pass on to
    Proxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void set(Mode next) {
        var before = mode;
        mode = next;
        // What was swallowed is missing from the stream: it cannot go on.
        if (before == Mode.SWALLOW || next == Mode.REFUSE || next == Mode.RESET) {
            connections.forEach(Connection::reset);
        }
    }

    /// Ends every connection, once.
    void reset() {
        connections.forEach(Connection::reset);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (mode == Mode.REFUSE) {
                    reset(client);
                } else {
                    Thread.ofVirtual().start(() -> connect(client));
                }
            } catch (IOException failure) {
                LOG.debug("no connection", failure);
            }
        }
    }

    private void connect(Socket client) {
        var part = new Socket();
        try {
            part.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            part.setTcpNoDelay(true);
            new Connection(client, part).start();
        } catch (IOException _) {
            reset(client);
            reset(part);
        }
    }

    private static void reset(Socket socket) {
        try {
            // Sends RST instead of FIN.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException failure) {
            LOG.debug("not closed", failure);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        reset();
    }

    private final class Connection {

        private final Socket client;
        private final Socket part;

        Connection(Socket client, Socket part) {
            this.client = client;
            this.part = part;
        }

        void start() {
            connections.add(this);
            Thread.ofVirtual().start(() -> pump(client, part));
            Thread.ofVirtual().start(() -> pump(part, client));
            if (mode == Mode.RESET) {
                Thread.ofVirtual().start(this::dieSoon);
            }
        }

        private void dieSoon() {
            LockSupport.parkNanos(SHORT_LIFE.toNanos());
            reset();
        }

        void reset() {
            connections.remove(this);
            Proxy.reset(client);
            Proxy.reset(part);
        }

        private void pump(Socket from, Socket to) {
            var buffer = new byte[16 * 1024];
            try {
                var in = from.getInputStream();
                for (var length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    pass(to, buffer, length);
                }
                to.shutdownOutput();
                if (from.isOutputShutdown()) {
                    // Both sides have said all.
                    reset();
                }
            } catch (IOException | InterruptedException _) {
                reset();
            }
        }

        private void pass(Socket to, byte[] buffer, int length) throws IOException, InterruptedException {
            switch (mode) {
                case SWALLOW -> LOG.trace("swallowed");
                case DELAY -> {
                    TimeUnit.MILLISECONDS.sleep(LATE.toMillis());
                    to.getOutputStream().write(buffer, 0, length);
                }
                case PASS, REFUSE, RESET -> to.getOutputStream().write(buffer, 0, length);
            }
        }
    }
}
