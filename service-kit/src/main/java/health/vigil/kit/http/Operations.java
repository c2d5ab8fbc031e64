package health.vigil.kit.http;

import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/// Health and metrics. They carry no data of people, and probes and scrapers cannot sign in.
public final class Operations implements Routes {

    private final Health health;
    private final Metrics metrics;

    public Operations(Health health, Metrics metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/health/live", ctx -> answer(ctx, health.live()), Access.ANYONE);
        routes.get("/health/ready", this::ready, Access.ANYONE);
        routes.get(
                "/metrics",
                ctx -> ctx.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.registry().scrape()),
                Access.ANYONE);
    }

    private void ready(Context ctx) {
        var parts = health.ready();
        var well = Health.isWell(parts);
        ctx.status(well ? 200 : 503)
                .json(Map.of("status", well ? "ok" : "failing", "parts", parts, "alarms", health.alarms()));
    }

    private static void answer(Context ctx, Map<String, String> parts) {
        var well = Health.isWell(parts);
        ctx.status(well ? 200 : 503).json(Map.of("status", well ? "ok" : "failing", "parts", parts));
    }
}
