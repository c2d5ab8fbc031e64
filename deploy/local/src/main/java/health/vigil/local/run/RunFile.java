package health.vigil.local.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.config.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a running all-in-one tells other commands about itself, in `DIR/run.json`.
///
/// @param http the pages and the API, for programs on this machine
/// @param mqtt where devices connect, for programs on this machine
/// @param pages the pages and the API, for people
/// @param devices where devices connect
/// @param kafka bootstrap servers
/// @param jdbc the database; its password is in `DIR/database/password`
public record RunFile(long pid, String http, String mqtt, String kafka, String jdbc, String pages, String devices) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Path in(Path home) {
        return home.resolve("run.json");
    }

    void write(Path home) throws IOException {
        SecretFile.write(in(home), JSON.writeValueAsString(this));
    }

    /// Reads the file of the all-in-one that runs there.
    ///
    /// @throws InvalidSettingException when none runs
    public static RunFile read(Path home) {
        var file = in(home);
        try {
            if (Files.exists(file)) {
                var run = JSON.readValue(file.toFile(), RunFile.class);
                if (ProcessHandle.of(run.pid()).filter(ProcessHandle::isAlive).isPresent()) {
                    return run;
                }
            }
        } catch (IOException failure) {
            throw new InvalidSettingException("Cannot read " + file + "; is --home right?", failure);
        }
        throw new InvalidSettingException(
                "Nothing runs in " + home + ". Start it with ./vigil up, or name its folder with --home.");
    }
}
