package health.vigil.local.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.local.client.Connection;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `./vigil rejected list`
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists them, newest first, without what they say.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed", "1:Vigil refused", "2:wrong command line, or nothing runs there"})
final class ListCommand implements Callable<Integer> {

    private static final int PAGE = 500;

    @ParentCommand
    private @Nullable KeptItems items;

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "open, replaying, replayed, dismissed or all. Default: ${DEFAULT-VALUE}")
    private String state = "open";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: all")
    private int limit = Integer.MAX_VALUE;

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var path = "/api/%s?%s&state=%s&limit=%d"
                .formatted(
                        items == null ? "" : items.place(),
                        filter.query(),
                        URLEncoder.encode(state, UTF_8),
                        Math.clamp(limit, 1, PAGE));
        try (var api = connection.open()) {
            var after = "";
            var printed = 0;
            do {
                var page = api.get(path + "&after=" + URLEncoder.encode(after, UTF_8));
                for (var item : page.path("items")) {
                    if (printed++ < limit) {
                        System.out.printf(
                                "%s  %s  %-36s  %-15s  %s%n",
                                item.path("itemId").asText(),
                                item.path("receivedAt").asText(),
                                item.path("deviceId").asText("no device"),
                                item.path("reason").asText(),
                                item.path("state").asText().toLowerCase(Locale.ROOT));
                    }
                }
                after = page.path("next").asText();
            } while (!after.isEmpty() && printed < limit);
        }
        return 0;
    }
}
