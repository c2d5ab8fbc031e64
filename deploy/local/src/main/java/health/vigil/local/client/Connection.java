package health.vigil.local.client;

import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.config.SecretFile;
import health.vigil.local.run.Administrator;
import health.vigil.local.run.RunFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which Vigil a command talks to, and as whom.
public final class Connection {

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    @Option(names = "--home", paramLabel = "DIR", description = "Of the running Vigil. Default: ~/.vigil")
    private Path home = Path.of(System.getProperty("user.home"), ".vigil");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the API is, when its services run by themselves, e.g. https://vigil.example.org."
                    + " Instead of --home; with --password-file.")
    private @Nullable URI url;

    @Option(names = "--user", paramLabel = "NAME", description = "An administrator. Default: ${DEFAULT-VALUE}")
    private String user = Administrator.USERNAME;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds that user's password. Default: the one in --home")
    private @Nullable Path passwordFile;

    /// Signs in.
    ///
    /// @throws InvalidSettingException when nothing runs there, or the account is refused
    public VigilApi open() throws IOException, InterruptedException {
        if (url == null) {
            return new VigilApi(
                    RunFile.read(home).http(),
                    user,
                    SecretFile.read(passwordFile == null ? Administrator.passwordFile(home) : passwordFile));
        }
        if (passwordFile == null) {
            throw new InvalidSettingException("--url needs --password-file, which holds the password of " + user + ".");
        }
        if (!isSafe(url)) {
            throw new InvalidSettingException(
                    "--url must begin with https://; http:// would show the password, except to this machine.");
        }
        return new VigilApi(url.toString(), user, SecretFile.read(passwordFile));
    }

    private static boolean isSafe(URI url) {
        return switch (url.getScheme()) {
            case "https" -> true;
            case "http" -> THIS_MACHINE.contains(url.getHost());
            case null, default -> false;
        };
    }
}
