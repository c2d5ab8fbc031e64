package health.vigil.local.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ports of the loopback interface.
public final class FreePort {

    private static final Logger LOG = LoggerFactory.getLogger(FreePort.class);

    // Systems give outgoing connections higher ones: such a connection would take the port of a server that is stopped
    // for a moment, and it could not start again.
    private static final int FIRST = 15_000;
    private static final int END = 32_000;

    /// Has no divisor in common with the length of the range.
    private static final int APART = 997;

    /// A port that was given away is not given again, though nobody may have it yet. Processes that were started one
    /// after the other begin far from each other, so that they do not choose the same at the same time.
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (FIRST + ProcessHandle.current().pid() * APART % (END - FIRST)));

    private FreePort() {}

    /// The wanted port, or for 0 a free one that no outgoing connection takes.
    public static int of(int wanted) {
        if (wanted != 0) {
            return wanted;
        }
        for (var attempt = FIRST; attempt < END; attempt++) {
            var port = NEXT.getAndUpdate(last -> last + 1 < END ? last + 1 : FIRST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port between %d and %d is free".formatted(FIRST, END));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            LOG.atTrace().setCause(taken).log("the port is taken");
            return false;
        }
    }
}
