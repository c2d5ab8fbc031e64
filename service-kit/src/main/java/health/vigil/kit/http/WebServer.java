package health.vigil.kit.http;

import health.vigil.kit.access.Grant;
import health.vigil.kit.access.SignedIn;
import health.vigil.kit.audit.AuditTrail;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.json.JavalinJackson;
import io.javalin.security.Roles;
import io.javalin.security.RouteRole;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.LoggerFactory;

/// The HTTP server of a service, with the routes of all its features.
public final class WebServer implements AutoCloseable {

    private static final int LARGEST_REQUEST = 256 * 1024;
    private static final int PER_ADDRESS = 2000;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(1);
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            "X-Content-Type-Options",
            "nosniff",
            // Not no-referrer: browsers then send "Origin: null" with forms, which Gate must refuse.
            "Referrer-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store",
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=()");

    /// Connections that browsers keep open and do not use: on stop they are closed well before [#STOP_WITHIN], which
    /// would count them as requests that did not end.
    private static final class IdleConnectionsEndFirst implements LifeCycle.Listener {

        @Override
        public void lifeCycleStarted(LifeCycle started) {
            for (var connector : ((Server) started).getConnectors()) {
                ((AbstractConnector) connector)
                        .setShutdownIdleTimeout(STOP_WITHIN.dividedBy(4).toMillis());
            }
        }
    }

    /// A route with those who may use it.
    public record Route(String method, String path, Set<RouteRole> access) {}

    private final Javalin javalin;

    /// Prepares the server; it listens once started.
    ///
    /// @param sessions who has the session of that cookie
    /// @param tokens what the bearer of that token may do
    /// @param audit where it is recorded who saw and changed what
    public WebServer(
            HttpSettings settings,
            Function<String, Optional<SignedIn>> sessions,
            Function<String, Optional<Grant>> tokens,
            AuditTrail audit,
            List<Routes> features) {
        this.javalin = Javalin.create(config -> {
            configure(config, settings);
            new Problems(assets(features)).register(config.routes);
            new Gate(sessions, tokens, settings.requestsPerSecond()).register(config.routes);
            new Recorder(audit).register(config.routes);
            features.forEach(feature -> feature.register(config.routes));
            config.events.serverStopping(() -> features.forEach(Routes::stopping));
        });
    }

    private static Optional<Assets> assets(List<Routes> features) {
        return features.stream()
                .filter(Assets.class::isInstance)
                .map(Assets.class::cast)
                .findFirst();
    }

    private static void configure(JavalinConfig config, HttpSettings settings) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.host = settings.host();
        config.jetty.port = settings.port();
        if (settings.tls()) {
            config.jetty.addConnector((server, http) -> Tls.connector(server, http, settings));
            if (settings.loopback()) {
                config.jetty.addConnector(Tls::loopback);
            }
        }
        config.concurrency.useVirtualThreads = true;
        var pool = new QueuedThreadPool(64, 4);
        pool.setName("http");
        pool.setVirtualThreadsExecutor(new VirtualThreadPool());
        config.jetty.threadPool = pool;
        config.http.maxRequestSize = LARGEST_REQUEST;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        config.jsonMapper(new JavalinJackson(Json.MAPPER, true));
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(STOP_WITHIN.toMillis());
            server.addEventListener(new IdleConnectionsEndFirst());
            server.setErrorHandler(WebServer::answerUnparsable);
            // Behind something that ends TLS all connections are of one address.
            server.addEventListener(new ConnectionGuard(
                    server, settings.requestWithin(), settings.plain() ? Integer.MAX_VALUE : PER_ADDRESS));
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.addCustomizer((request, headers) -> {
                HEADERS.forEach(headers::put);
                if (settings.tls()) {
                    headers.put("Strict-Transport-Security", "max-age=31536000");
                }
                return request;
            });
            if (settings.plain()) {
                http.addCustomizer(new ForwardedRequestCustomizer());
            }
        });
        config.router.javaLangErrorHandler((response, error) -> {
            LoggerFactory.getLogger(WebServer.class).error("an error in a handler", error);
            answerError(response);
        });
    }

    private static void answerError(HttpServletResponse response) {
        response.setStatus(500);
        response.setContentType(Problems.MEDIA_TYPE);
        try {
            response.getOutputStream().print(problem(500, "Server Error"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String problem(int status, String title) {
        return "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}".formatted(title, status);
    }

    /// What Jetty refuses before it reaches a route, e.g. a request that is no HTTP.
    private static boolean answerUnparsable(Request request, Response response, Callback callback) {
        HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.MEDIA_TYPE);
        Content.Sink.write(response, true, problem(response.getStatus(), "Error"), callback);
        return true;
    }

    /// Starts to listen.
    ///
    /// @throws io.javalin.util.JavalinBindException when the port is taken
    public WebServer start() {
        javalin.start();
        return this;
    }

    public int port() {
        return javalin.port();
    }

    /// The port for programs on this machine: that of plain HTTP where there is one.
    public int loopbackPort() {
        var connectors = javalin.jettyServer().server().getConnectors();
        return ((NetworkConnector) connectors[connectors.length - 1]).getLocalPort();
    }

    /// Every route there is, with those who may use it.
    public List<Route> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> {
                    var roles = endpoint.metadata(Roles.class);
                    return new Route(
                            endpoint.method.name(), endpoint.path, roles == null ? Set.of() : roles.getRoles());
                })
                .toList();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
