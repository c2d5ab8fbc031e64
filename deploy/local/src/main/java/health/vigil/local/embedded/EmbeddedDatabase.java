package health.vigil.local.embedded;

import health.vigil.kit.config.SecretFile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A PostgreSQL server as a child process, with its data in one folder.
///
/// A child outlives a killed parent: at the next start it is found and stopped properly first.
public final class EmbeddedDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final Path passwordFile;

    /// Starts it.
    ///
    /// @param port 0 for a free one
    public EmbeddedDatabase(Path folder, int port) throws IOException, InterruptedException {
        var data = folder.resolve("data");
        var binaries = binaries(folder);
        var initialised = folder.resolve("initialised");
        this.passwordFile = folder.resolve("password");
        Files.createDirectories(binaries);
        OrphanedPostgres.stop(data);
        if (!Files.exists(initialised)) {
            // The first start, or one that was killed before it was through: begin again.
            Folders.empty(data);
            SecretFile.write(passwordFile, SecretFile.random());
        }
        // The builder also looks for old data to remove in its own working folder: keep that away from /tmp.
        System.setProperty("ot.epg.working-dir", binaries.toString());
        this.postgres = builder(data, binaries, port).start();
        Files.writeString(initialised, "");
    }

    /// Where the server is unpacked to. A home has its own, so that nothing that happens elsewhere takes it away;
    /// tests, which make many homes, name one for all.
    private static Path binaries(Path folder) {
        var shared = System.getProperty("vigil.postgresql", "");
        return shared.isEmpty() ? folder.resolve("binaries") : Path.of(shared);
    }

    private EmbeddedPostgres.Builder builder(Path data, Path binaries, int port) {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(binaries.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // The application stops it, after those who use it.
                .setRegisterShutdownHook(false)
                .setPort(port)
                // Recovery after a crash may take a while.
                .setPGStartupWait(Duration.ofSeconds(60))
                // Options of initdb, over the builder's own "trust".
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toAbsolutePath().toString())
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("locale", "C.UTF-8")
                .setConnectConfig("password", SecretFile.read(passwordFile))
                // The builder is made for tests and switches these off.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("timezone", "UTC")
                .setServerConfig("shared_buffers", "64MB")
                .setServerConfig("max_connections", "40")
                .setServerConfig("max_wal_size", "512MB")
                .setServerConfig("jit", "off");
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    public static String user() {
        return "postgres";
    }

    public Path passwordFile() {
        return passwordFile;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
