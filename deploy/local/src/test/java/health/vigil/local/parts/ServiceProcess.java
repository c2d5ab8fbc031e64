package health.vigil.local.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.local.Vigil;
import health.vigil.local.embedded.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A service as an operating-system process of its own, as `./vigil service` starts it.
final class ServiceProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);

    private final Process process;
    private final String http;
    private final Path log;

    private ServiceProcess(Process process, String http, Path log) {
        this.process = process;
        this.http = http;
        this.log = log;
    }

    /// Starts it.
    ///
    /// @param yaml its settings, but for where it listens
    static ServiceProcess start(Path folder, String service, String yaml) throws IOException {
        return start(folder, service, yaml, FreePort.of(0));
    }

    static ServiceProcess start(Path folder, String service, String yaml, int port) throws IOException {
        var config = Files.writeString(
                folder.resolve(service + "-" + port + ".yaml"),
                yaml + "\nhttp: {host: 127.0.0.1, port: " + port + "}\n");
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Vigil.class.getName(),
                "service",
                service,
                "--config",
                config.toString());
        var log = folder.resolve(service + "-" + port + ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new ServiceProcess(process, "http://127.0.0.1:" + port, log);
    }

    String http() {
        return http;
    }

    private String get(String path) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create(http + path))
                    .timeout(Duration.ofSeconds(8))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException _) {
            // Not listening yet, or not any more.
            return "{}";
        }
    }

    /// What its parts say of themselves; empty while it does not listen.
    JsonNode readiness() throws IOException, InterruptedException {
        return JSON.readTree(get("/health/ready"));
    }

    boolean isReady() throws IOException, InterruptedException {
        return readiness().path("status").asText().equals("ok");
    }

    /// How many MQTT sessions a gateway has connected.
    int sessions() throws InterruptedException {
        var gauge = Pattern.compile("^vigil_gateway_sessions ([0-9]+)", Pattern.MULTILINE)
                .matcher(get("/metrics"));
        return gauge.find() ? Integer.parseInt(gauge.group(1)) : 0;
    }

    /// Asks it to stop, and waits until it has.
    ///
    /// @return its exit code
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("did not stop in time");
        }
        return process.exitValue();
    }

    /// What it has said of errors, for who wonders why a test failed.
    String errors() {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("ERROR") || line.contains("Exception"))
                    .distinct()
                    .limit(40)
                    .collect(Collectors.joining("\n"));
        } catch (IOException failure) {
            return "its log cannot be read: " + failure;
        }
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Sends a signal that Java knows nothing of.
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
