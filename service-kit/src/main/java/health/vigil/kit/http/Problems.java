package health.vigil.kit.http;

import gg.jte.output.StringOutput;
import health.vigil.kit.audit.AuditFailedException;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every failed request gets problem details (RFC 9457), or a page where a browser asked for one. Without a session the
/// browser is sent to sign in.
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    static final String MEDIA_TYPE = "application/problem+json";

    private static final String NOT_ON_RECORD = "Who sees and changes what has to be put on record, which is not "
            + "possible now: nothing is shown. A change may have been made; look again in a moment.";

    private final Optional<Assets> assets;
    private final KitViews views = new StaticKitViews();

    /// @param assets of the pages; absent where a service has none
    Problems(Optional<Assets> assets) {
        this.assets = assets;
    }

    void register(RoutesConfig routes) {
        routes.exception(HttpResponseException.class, (failure, ctx) -> {
            if (failure.getStatus() == 401 && wantsPage(ctx)) {
                ctx.redirect("/login");
            } else {
                write(ctx, failure.getStatus(), failure.getMessage(), failure.getDetails());
            }
        });
        routes.exception(
                InvalidRequestException.class,
                (failure, ctx) -> write(ctx, 400, failure.getMessage(), Map.of("parameter", failure.parameter())));
        routes.exception(AuditFailedException.class, (_, ctx) -> write(ctx, 503, NOT_ON_RECORD, Map.of()));
        routes.exception(Exception.class, (failure, ctx) -> {
            LOG.atError()
                    .addKeyValue("method", ctx.method().name())
                    .addKeyValue("route", ctx.endpoints().current().path)
                    .setCause(failure)
                    .log("a request failed");
            // The failure's own text may carry data.
            write(ctx, 500, "This is a fault of Vigil; its log says more.", Map.of());
        });
    }

    private static boolean wantsPage(Context ctx) {
        var accept = ctx.header("Accept");
        return ctx.method().equals(HandlerType.GET) && accept != null && accept.contains("text/html");
    }

    private void write(Context ctx, int status, @Nullable String detail, Map<String, String> details) {
        if (assets.isPresent() && wantsPage(ctx)) {
            var output = new StringOutput();
            var title = HttpStatus.forStatus(status).getMessage();
            views.problem(views, new PageFrame(assets.get(), Gate.ifSignedIn(ctx), ""), title, detail)
                    .render(output);
            ctx.status(status).html(output.toString());
            return;
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "about:blank");
        body.put("title", HttpStatus.forStatus(status).getMessage());
        body.put("status", status);
        if (detail != null) {
            body.put("detail", detail);
        }
        if (status == 405) {
            ctx.header("Allow", details.getOrDefault("availableMethods", "GET"));
        }
        details.forEach(body::putIfAbsent);
        // After json(), which sets its own content type.
        ctx.status(status).json(body).contentType(MEDIA_TYPE);
    }
}
