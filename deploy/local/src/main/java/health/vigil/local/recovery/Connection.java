package health.vigil.local.recovery;

import health.vigil.kit.config.SecretFile;
import health.vigil.local.replay.VigilApi;
import health.vigil.local.run.Administrator;
import health.vigil.local.run.RunFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which Vigil a command talks to.
final class Connection {

    @Option(names = "--home", paramLabel = "DIR", description = "Of the running Vigil. Default: ~/.vigil")
    private Path home = Path.of(System.getProperty("user.home"), ".vigil");

    VigilApi open() throws IOException, InterruptedException {
        return new VigilApi(
                RunFile.read(home).http(), Administrator.USERNAME, SecretFile.read(Administrator.passwordFile(home)));
    }
}
