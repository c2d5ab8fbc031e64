package health.vigil.local.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.local.embedded.FreePort;
import health.vigil.parts.Programs;
import health.vigil.parts.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Debian's Mosquitto with the configuration in `deploy/mosquitto`, on two free ports of loopback: one where a name is
/// the client id too, for devices, and one for gateways. Its accounts are given once; what it holds is in one folder,
/// so that it can be stopped, killed and started again.
public final class MosquittoProcess implements MqttBroker {

    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
    private static final String INSTALLED = "/etc/mosquitto/";

    private final Path folder;
    private final int devicePort = FreePort.of(0);
    private final int gatewayPort = FreePort.of(0);
    private @Nullable Process process;

    /// Whether Mosquitto is installed; taken for granted where the environment variable `CI` is set.
    static boolean isThere() {
        return System.getenv("CI") != null || Files.isExecutable(PROGRAM);
    }

    /// Writes its files; it does not run yet.
    ///
    /// @param accounts passwords by name
    public MosquittoProcess(Path folder, Map<String, String> accounts) throws IOException {
        this.folder = Files.createDirectories(folder).toAbsolutePath();
        var production = SourceTree.folder("deploy/mosquitto");
        Files.createDirectories(folder.resolve("data"));
        Files.copy(production.resolve("vigil.acl"), folder.resolve("vigil.acl"));
        Files.writeString(
                folder.resolve("mosquitto.conf"),
                here(Files.readString(production.resolve("vigil.conf"))) + String.join("\n", listeners()) + "\n");
        Files.writeString(
                folder.resolve("vigil.passwords"),
                accounts.entrySet().stream()
                        .map(account -> account.getKey() + ":" + account.getValue() + "\n")
                        .collect(Collectors.joining()));
        Programs.run("mosquitto_passwd", "-U", folder.resolve("vigil.passwords").toString());
    }

    private String here(String configuration) {
        return configuration.replace(INSTALLED, folder + "/");
    }

    private List<String> listeners() {
        return List.of(
                "listener " + devicePort + " 127.0.0.1",
                "use_username_as_clientid true",
                "listener " + gatewayPort + " 127.0.0.1",
                "persistence_location " + folder.resolve("data") + "/",
                // It would give up root otherwise, and then could not write to the folder.
                "user " + System.getProperty("user.name"));
    }

    /// Starts it, or starts it again; returns once it takes connections.
    public MosquittoProcess start() throws IOException {
        process = Programs.start(
                log(),
                () -> Programs.isOpen(gatewayPort),
                PROGRAM.toString(),
                "-c",
                folder.resolve("mosquitto.conf").toString());
        return this;
    }

    private Path log() {
        return folder.resolve("mosquitto.log");
    }

    @Override
    public String deviceUrl() {
        return "tcp://127.0.0.1:" + devicePort;
    }

    @Override
    public String gatewayUrl() {
        return "tcp://127.0.0.1:" + gatewayPort;
    }

    /// What it has said so far.
    public String said() throws IOException {
        return Files.readString(log(), UTF_8);
    }

    /// Kills it: what it had not written out yet is lost.
    public void kill() {
        Programs.kill(running());
        process = null;
    }

    /// Ends it: it writes out what it holds.
    public void stop() {
        Programs.end(running());
        process = null;
    }

    private Process running() {
        return Objects.requireNonNull(process, "it does not run");
    }

    @Override
    public void close() {
        if (process != null) {
            stop();
        }
    }
}
