package health.vigil.kit.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Routes of each kind that a feature may have.
final class SampleRoutes implements Routes {

    private final LiveFeed feed = new LiveFeed("alerts", Duration.ofSeconds(30), Duration.ofMillis(50));

    private final CountDownLatch slow = new CountDownLatch(1);

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/forgotten", SampleRoutes::done);
        routes.get("/open", SampleRoutes::done, Access.ANYONE);
        routes.post("/open", SampleRoutes::done, Access.ANYONE);
        routes.get("/worklist", SampleRoutes::done, Access.NURSE, Access.CLINICIAN);
        routes.post("/worklist", SampleRoutes::done, Access.NURSE);
        routes.put("/worklist", SampleRoutes::done, Access.NURSE);
        routes.delete("/worklist", SampleRoutes::done, Access.NURSE);
        routes.get("/observations", SampleRoutes::grant, Access.NURSE, ForPrograms.searching("Observation"));
        routes.get("/chosen", SampleRoutes::grant, ForPrograms.BY_THEIR_REQUEST);
        routes.get("/accounts", SampleRoutes::done, Access.ADMIN);
        routes.get("/who", ctx -> ctx.result(Gate.signedIn(ctx).username()), Access.NURSE);
        routes.get("/number", ctx -> ctx.result("" + Requests.number(ctx, "n", 1, 9, 5)), Access.ANYONE);
        routes.post("/body", ctx -> ctx.json(Requests.body(ctx, Map.class)), Access.ANYONE);
        routes.get("/exception", SampleRoutes::fail, Access.ANYONE);
        routes.get("/error", SampleRoutes::failBadly, Access.ANYONE);
        routes.get("/slow", this::doneLater, Access.ANYONE);
        routes.sse("/feed", feed::serve, Access.ANYONE);
    }

    CountDownLatch slow() {
        return slow;
    }

    LiveFeed feed() {
        return feed;
    }

    @Override
    public void stopping() {
        feed.close();
    }

    private static void done(Context ctx) {
        ctx.result("done");
    }

    /// Tells what a program may do.
    private static void grant(Context ctx) {
        ctx.result(Gate.grant(ctx.req()).map(grant -> grant.scopes().toString()).orElse("nothing"));
    }

    /// Takes a good part of the time that the server gives a request on stop.
    private void doneLater(Context ctx) throws InterruptedException {
        slow.countDown();
        var released = new CountDownLatch(1).await(600, TimeUnit.MILLISECONDS);
        ctx.result(released ? "released" : "done");
    }

    private static void fail(Context ctx) {
        throw new IllegalStateException("Erika Mustermann 186/112 at " + ctx.path());
    }

    private static void failBadly(Context ctx) {
        throw new AssertionError("Erika Mustermann 186/112 at " + ctx.path());
    }
}
