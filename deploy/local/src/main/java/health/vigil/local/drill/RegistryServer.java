package health.vigil.local.drill;

import health.vigil.kit.config.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Apicurio's schema registry. It keeps schemas and their ids in a file, so that it may be killed.
final class RegistryServer {

    private static final int HEAP = 192;
    private static final String PATH = "/apis/ccompat/v7";

    private RegistryServer() {}

    static Part part(Path folder, int port) throws IOException {
        var options = List.of(
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                // Otherwise H2 writes half a second later, and a kill loses an id that was given out.
                "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:" + folder.resolve("registry") + ";WRITE_DELAY=0",
                "-Dquarkus.datasource.jdbc.initial-size=1",
                "-Dquarkus.datasource.jdbc.min-size=1",
                "-Dquarkus.log.level=WARN");
        return new Part("registry", folder, JavaCommand.of(program(), HEAP, options));
    }

    static String url(int port) {
        return "http://127.0.0.1:" + port + PATH;
    }

    /// Unpacked by the build, beside the program.
    private static Path program() throws IOException {
        var folder = Path.of(System.getProperty(
                "vigil.registry",
                Path.of(System.getProperty("java.class.path"))
                        .resolveSibling("apicurio")
                        .toString()));
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                var runner = files.filter(file -> file.toString().endsWith("-runner.jar"))
                        .findFirst();
                if (runner.isPresent()) {
                    return runner.get();
                }
            }
        }
        throw new InvalidSettingException("There is no schema registry in " + folder
                + "; build with Maven, which unpacks it there, or say where it is by -Dvigil.registry=DIR.");
    }
}
