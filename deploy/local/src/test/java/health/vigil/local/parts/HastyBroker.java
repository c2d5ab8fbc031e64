package health.vigil.local.parts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/// Speaks as much MQTT 5 as a gateway needs to resume one session, and gives it a message before it says that the
/// session is there, as Artemis may.
final class HastyBroker implements AutoCloseable {

    private static final int PUBACK = 0x40;
    private static final byte[] CONNACK_SESSION_PRESENT = HexFormat.of().parseHex("2003010000");
    private static final int BACKLOG = 10;

    private final ServerSocket server;
    private final String clientId;
    private final byte[] publish;
    private final BooleanSupplier taken;
    private final CompletableFuture<Void> acknowledged = new CompletableFuture<>();

    /// @param clientId whose session it is; other clients get no message
    /// @param taken waited for after the message, and before the session is said to be there
    HastyBroker(String clientId, String topic, String payload, BooleanSupplier taken) throws IOException {
        this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        this.clientId = clientId;
        this.publish = publish(topic, payload);
        this.taken = taken;
        Thread.ofVirtual().start(this::acceptAll);
    }

    /// At least once, with packet id 1 and no properties.
    private static byte[] publish(String topic, String payload) {
        var body = HexFormat.of().formatHex(topic.getBytes(UTF_8)) + "000100"
                + HexFormat.of().formatHex(payload.getBytes(UTF_8));
        var length = 2 + body.length() / 2;
        // The remaining length in seven bits an octet, the lowest first.
        return HexFormat.of()
                .parseHex("32%02x%02x%04x%s".formatted(length % 128 + 128, length / 128, topic.length(), body));
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // The test is over.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            in.readUnsignedByte();
            if (new String(body(in), ISO_8859_1).contains(clientId)) {
                out.write(publish);
                out.flush();
                await().until(taken::getAsBoolean);
            }
            out.write(CONNACK_SESSION_PRESENT);
            out.flush();
            while (true) {
                var type = in.readUnsignedByte();
                var body = body(in);
                if (type == PUBACK && body[0] == 0 && body[1] == 1) {
                    acknowledged.complete(null);
                }
            }
        } catch (IOException _) {
            // The client has left.
        }
    }

    private static byte[] body(DataInputStream in) throws IOException {
        var length = 0;
        for (var shift = 0; ; shift += 7) {
            var octet = in.readUnsignedByte();
            length |= (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return in.readNBytes(length);
            }
        }
    }

    String url() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    boolean isAcknowledged() {
        return acknowledged.isDone();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
