package health.vigil.kit.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/// A closed list of scripts and styles from the class path, served under `/assets/`.
///
/// Their addresses carry a hash of their content, so browsers keep them for good and still get every new version.
public final class Assets implements Routes {

    private static final class Asset {

        private final byte[] bytes;
        private final String type;
        private final String hash;

        Asset(byte[] bytes, String type, String hash) {
            this.bytes = bytes;
            this.type = type;
            this.hash = hash;
        }
    }

    private static final String PUSH_WORKER = "push-worker.js";

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    /// The scripts and styles of every page.
    public Assets() {
        webjar("htmx.js", "htmx.org", "dist/htmx.min.js");
        webjar("htmx-sse.js", "htmx-ext-sse", "sse.js");
        webjar("uplot.js", "uplot", "dist/uPlot.iife.min.js");
        webjar("uplot.css", "uplot", "dist/uPlot.min.css");
        add("vigil.css", "web/vigil.css");
        add("vigil.js", "web/vigil.js");
        add("worklist.js", "web/worklist.js");
        add("reach.js", "web/reach.js");
        add("download.js", "web/download.js");
        add(PUSH_WORKER, "web/push-worker.js");
        add("chart.js", "web/chart.js");
        add("period.js", "web/period.js");
        add("plan.js", "web/plan.js");
        add("icon.svg", "web/icon.svg");
    }

    private void webjar(String name, String artifact, String path) {
        var properties = new Properties();
        try (var file = resource("META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties")) {
            properties.load(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        add(name, "META-INF/resources/webjars/%s/%s/%s".formatted(artifact, properties.getProperty("version"), path));
    }

    private void add(String name, String resource) {
        try (var file = resource(resource)) {
            var bytes = file.readAllBytes();
            var hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
            assets.put(name, new Asset(bytes, type(name), hash));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static InputStream resource(String name) throws IOException {
        var stream = Assets.class.getClassLoader().getResourceAsStream(name);
        if (stream == null) {
            throw new IOException("the class path lacks " + name);
        }
        return stream;
    }

    /// The address to use in a page.
    public String url(String name) {
        var asset = assets.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("there is no asset " + name);
        }
        return "/assets/" + name + "?v=" + asset.hash;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/assets/{name}", ctx -> serve(ctx, ctx.pathParam("name")), Access.ANYONE);
        // A worker has to do with what is below its address only.
        routes.get("/" + PUSH_WORKER, ctx -> serve(ctx, PUSH_WORKER), Access.ANYONE);
    }

    private void serve(Context ctx, String name) {
        var asset = assets.get(name);
        if (asset == null) {
            throw new NotFoundResponse("There is no such asset.");
        }
        var fresh = asset.hash.equals(ctx.queryParam("v"));
        ctx.header("Cache-Control", fresh ? "public, max-age=31536000, immutable" : "no-cache");
        ctx.contentType(asset.type).result(asset.bytes);
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("there is no media type for " + name);
        };
    }
}
