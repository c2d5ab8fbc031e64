package health.vigil.local.recovery;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `./vigil rejected dismiss`
@Command(
        name = "dismiss",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says why nobody needs them. They stay listed, as dismissed.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all are dismissed", "1:some were refused", "2:wrong command line, or nothing runs there"})
final class DismissItems implements Callable<Integer> {

    @ParentCommand
    private @Nullable KeptItems items;

    @Option(names = "--because", required = true, paramLabel = "TEXT", description = "Why; everybody can read it.")
    private String because = "";

    @Mixin
    private Chosen chosen = new Chosen();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return chosen.decide(items == null ? "" : items.place(), "dismiss", Map.of("reason", because));
    }
}
