package health.vigil.local.parts;

import health.vigil.local.embedded.FreePort;
import health.vigil.parts.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Apicurio's schema registry on a free port of loopback, with what it holds in memory. The build unpacks it.
final class ApicurioProcess implements AutoCloseable {

    private static final Path UNPACKED = Path.of("target/apicurio").toAbsolutePath();

    private final Path log;
    private final int port = FreePort.of(0);
    private @Nullable Process process;

    ApicurioProcess(Path folder) throws IOException {
        this.log = folder.resolve("apicurio.log");
    }

    /// Starts it, or starts it again; returns once it answers.
    ApicurioProcess start() throws IOException {
        process = Programs.start(
                log,
                () -> Programs.isOpen(port),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-jar",
                program().toString());
        return this;
    }

    private static Path program() throws IOException {
        try (var files = Files.list(UNPACKED)) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// Of its Confluent API.
    String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    void stop() {
        if (process != null) {
            Programs.end(process);
            process = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
