package health.vigil.local.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An SMTP server that takes every mail at once and keeps none, so that it costs as little as can be.
final class MailSink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MailSink.class);

    private final ServerSocket server;
    private volatile Runnable arrival = () -> LOG.trace("a mail for nobody");

    MailSink() throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("mail-sink").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /// What happens when a mail has come.
    void onArrival(Runnable next) {
        arrival = next;
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                var client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException end) {
            LOG.atDebug().setCause(end).log("no more mail");
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
                var out = socket.getOutputStream()) {
            say(out, "220 bench");
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var command = line.toUpperCase(Locale.ROOT);
                if (command.startsWith("DATA")) {
                    say(out, "354 go on");
                    while (!".".equals(lines.readLine())) {
                        // Nothing of it is kept.
                    }
                    arrival.run();
                }
                say(out, command.startsWith("QUIT") ? "221 bye" : "250 ok");
            }
        } catch (IOException end) {
            LOG.atDebug().setCause(end).log("a mail client has gone");
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
