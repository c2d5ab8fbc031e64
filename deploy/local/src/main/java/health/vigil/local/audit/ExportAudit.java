package health.vigil.local.audit;

import health.vigil.kit.config.InvalidSettingException;
import health.vigil.local.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./vigil audit export`
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes a trail into a file, each entry in a line of JSON, to be kept elsewhere.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is written", "2:wrong command line, nothing runs there, or the file is there already"})
final class ExportAudit implements Callable<Integer> {

    private static final long TELL_EVERY = 100_000;

    @Parameters(paramLabel = "FILE", description = "A new file.")
    private Path file = Path.of("");

    @Option(
            names = "--trail",
            paramLabel = "SERVICE",
            description = "care, or alerts where that service runs by itself. Default: ${DEFAULT-VALUE}")
    private String trail = Trails.ALL.getFirst();

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Trails.ALL.contains(trail)) {
            throw new InvalidSettingException("--trail must be one of " + Trails.ALL + ".");
        }
        if (Files.exists(file)) {
            throw new InvalidSettingException(file + " is there already; name a new file.");
        }
        var written = 0L;
        try (var api = connection.open();
                var lines = api.lines(Trails.path(trail));
                var out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
            for (var line : (Iterable<String>) lines::iterator) {
                out.write(line);
                out.write('\n');
                written++;
                if (written % TELL_EVERY == 0) {
                    System.err.printf("%d entries%n", written);
                }
            }
        }
        System.out.printf("%d entries of %s are in %s%n", written, trail, file);
        return 0;
    }
}
