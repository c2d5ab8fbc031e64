package health.vigil.kit.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/// Ends connections that take a place and bring nothing: one that has not brought its first request in time, and those
/// of an address that has too many.
final class ConnectionGuard implements Connection.Listener, LifeCycle.Listener {

    private final Server server;
    private final Duration requestWithin;
    private final int perAddress;
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();

    /// @param perAddress how many connections one address may have
    ConnectionGuard(Server server, Duration requestWithin, int perAddress) {
        this.server = server;
        this.requestWithin = requestWithin;
        this.perAddress = perAddress;
    }

    @Override
    public void lifeCycleStarted(LifeCycle started) {
        for (var connector : server.getConnectors()) {
            connector.addEventListener(this);
        }
    }

    private static Optional<InetAddress> address(Connection connection) {
        SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
        return remote instanceof InetSocketAddress known ? Optional.of(known.getAddress()) : Optional.empty();
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof ConnectionMetaData)) {
            // TLS below HTTP is a connection of its own, with the same end.
            return;
        }
        var tooMany = address(connection)
                .filter(address -> open.merge(address, 1, Integer::sum) > perAddress)
                .isPresent();
        if (tooMany) {
            connection.getEndPoint().close();
            return;
        }
        var _ = server.getScheduler()
                .schedule(
                        () -> {
                            if (connection.getMessagesIn() == 0) {
                                connection.getEndPoint().close();
                            }
                        },
                        requestWithin.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection instanceof ConnectionMetaData) {
            address(connection)
                    .ifPresent(address -> open.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null));
        }
    }
}
