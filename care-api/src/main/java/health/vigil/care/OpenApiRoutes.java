package health.vigil.care;

import health.vigil.kit.http.Access;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// Serves the OpenAPI document of the trend API.
final class OpenApiRoutes implements Routes {

    private final byte[] document = read();

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/openapi.json", this::document, Access.ANYONE);
    }

    private void document(Context ctx) {
        ctx.contentType("application/json").result(document);
    }

    private static byte[] read() {
        try (InputStream resource = Objects.requireNonNull(OpenApiRoutes.class.getResourceAsStream("/openapi.json"))) {
            return resource.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
