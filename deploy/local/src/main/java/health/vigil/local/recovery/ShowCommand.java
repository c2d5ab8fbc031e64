package health.vigil.local.recovery;

import health.vigil.local.client.Connection;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `./vigil rejected show`
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows one, with what was done about it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "1:there is none of that id", "2:wrong command line, or nothing runs there"})
final class ShowCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable KeptItems items;

    @Parameters(paramLabel = "ID")
    private @Nullable UUID id;

    @Option(names = "--original", description = "Also what it says. That is health data: that you looked is recorded.")
    private boolean original;

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var path = "/api/%s/%s".formatted(items == null ? "" : items.place(), id);
        try (var api = connection.open()) {
            var said = original ? api.text(path + "/original") : "";
            var answer = api.get(path);
            answer.path("item")
                    .properties()
                    .forEach(field -> System.out.printf(
                            "%-12s %s%n", field.getKey(), field.getValue().asText()));
            for (var step : answer.path("steps")) {
                System.out.printf(
                        "%s  %s %s  %s%n",
                        step.path("at").asText(),
                        step.path("who").asText(),
                        step.path("step").asText(),
                        step.path("note").asText());
            }
            if (original) {
                System.out.println(said);
            }
        }
        return 0;
    }
}
