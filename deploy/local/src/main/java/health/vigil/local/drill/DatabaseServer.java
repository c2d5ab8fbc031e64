package health.vigil.local.drill;

import health.vigil.kit.config.SecretFile;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.embedded.ServiceRoles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The embedded PostgreSQL as a process that can be killed and started again on the same data and port.
///
/// @param passwordFile of the user [EmbeddedDatabase#user], and of [ServiceRoles]
record DatabaseServer(Part part, int port, Path passwordFile) {

    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "timezone", "UTC",
            "shared_buffers", "64MB",
            "max_connections", "60",
            "max_wal_size", "128MB",
            "min_wal_size", "32MB",
            "wal_recycle", "off",
            "jit", "off");

    /// Makes the data folder and the roles in it, which takes a moment, and starts nothing.
    static DatabaseServer in(Path folder, int port) throws IOException, InterruptedException, SQLException {
        try (var first = new EmbeddedDatabase(folder, port)) {
            ServiceRoles.make(first);
            var command = command(program(first), folder.resolve("data"), port);
            return new DatabaseServer(new Part("postgresql", folder, command), port, first.passwordFile());
        }
    }

    /// A process unpacks the server once, wherever it was when it first needed one: so the server itself is asked.
    private static Path program(EmbeddedDatabase running) throws IOException {
        var password = SecretFile.read(running.passwordFile());
        try (var connection = DriverManager.getConnection(running.url(), EmbeddedDatabase.user(), password);
                var query = connection.createStatement();
                var answer = query.executeQuery("select setting from pg_config where name = 'BINDIR'")) {
            if (!answer.next()) {
                throw new IOException("the PostgreSQL server does not say where it is");
            }
            return Path.of(answer.getString(1), "postgres");
        } catch (SQLException failure) {
            throw new IOException("the PostgreSQL server does not say where it is", failure);
        }
    }

    private static List<String> command(Path program, Path data, int port) {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            // The server refuses to run as root: here it is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(program.toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    String url(int throughPort) {
        return "jdbc:postgresql://127.0.0.1:" + throughPort + "/postgres";
    }
}
