package health.vigil.kit.http;

import io.javalin.config.RoutesConfig;

/// What one feature answers on the service's port.
@FunctionalInterface
public interface Routes {
    void register(RoutesConfig routes);

    /// The server is about to stop: ends requests that would last, such as live feeds.
    default void stopping() {}
}
