package health.vigil.local.parts;

import health.vigil.local.embedded.FreePort;
import health.vigil.parts.Programs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Keycloak on a free port of loopback, with one realm in memory. The build unpacks it.
public final class KeycloakProcess implements AutoCloseable {

    private static final Path UNPACKED = Path.of("target/keycloak").toAbsolutePath();

    private final int port = FreePort.of(0);
    private final Process process;

    /// Starts it, with what that JSON says of a realm.
    public KeycloakProcess(Path folder, String realm) throws IOException {
        var home = copy(folder.resolve("keycloak"));
        Files.writeString(Files.createDirectories(home.resolve("data/import")).resolve("realm.json"), realm);
        this.process = Programs.start(
                folder.resolve("keycloak.log"),
                this::isReady,
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "JAVA_OPTS_APPEND=-XX:TieredStopAtLevel=1",
                "bash",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--db=dev-mem");
    }

    private static Path copy(Path to) throws IOException {
        Path from;
        try (var files = Files.list(UNPACKED)) {
            from = files.findFirst().orElseThrow();
        }
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return to;
    }

    private boolean isReady() {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                                    HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public String issuer() {
        return "http://127.0.0.1:" + port + "/realms/hospital";
    }

    @Override
    public void close() {
        Programs.end(process);
    }
}
