package health.vigil.parts;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// PostgreSQL with TimescaleDB in WebAssembly under Node, in memory; see `deploy/timescaledb-wasm`. One session, which
/// all its connections would share: so there may be one only.
final class TimescaleProcess implements StoreServer {

    private static final Path FOLDER = SourceTree.folder("deploy/timescaledb-wasm");

    private final Path log = Files.createTempFile("timescaledb", ".log");
    private final int port = Programs.freePort();
    private final Process process;

    TimescaleProcess() throws IOException {
        this.process = Programs.start(
                log,
                () -> Files.readString(log).contains("ready"),
                "node",
                FOLDER.resolve("serve.mjs").toString(),
                Integer.toString(port));
    }

    static Optional<String> missing() {
        var onPath = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
        if (!onPath) {
            return Optional.of("Node is not installed");
        }
        return Files.isDirectory(FOLDER.resolve("node_modules"))
                ? Optional.empty()
                : Optional.of("its packages are not installed: run npm ci in deploy/timescaledb-wasm");
    }

    @Override
    public String url() {
        // Prepared statements would be shared by name with those of the connection before.
        return "jdbc:postgresql://127.0.0.1:" + port
                + "/postgres?sslmode=disable&gssEncMode=disable&prepareThreshold=0";
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public int connections() {
        return 1;
    }

    @Override
    public void close() throws IOException {
        Programs.end(process);
        Files.delete(log);
    }
}
