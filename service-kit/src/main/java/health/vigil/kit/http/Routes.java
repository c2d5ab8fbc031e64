package health.vigil.kit.http;

import io.javalin.config.RoutesConfig;

/// What one feature answers on the service's port.
@FunctionalInterface
public interface Routes {
    void register(RoutesConfig routes);
}
