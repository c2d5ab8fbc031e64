package health.vigil.local.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.kit.config.InvalidSettingException;
import health.vigil.local.client.Connection;
import health.vigil.local.client.VigilApi;
import health.vigil.local.replay.Progress;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Those that a decision is about: some by id, or all open ones that match, a part at a time.
final class Chosen {

    private static final int AT_ONCE = 200;

    @Parameters(paramLabel = "ID", description = "One or several.", arity = "0..*")
    private List<UUID> ids = List.of();

    @Option(names = "--all", description = "All open ones that match --device and --reason.")
    private boolean all;

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Mixin
    private Connection connection = new Connection();

    /// Gives the exit code.
    ///
    /// @param decision its name in the API
    int decide(String place, String decision, Map<String, String> body) throws IOException, InterruptedException {
        if (all != ids.isEmpty()) {
            throw new InvalidSettingException("Name some by their ids, or all that match with --all.");
        }
        try (var api = connection.open()) {
            if (all) {
                return decideAll(api, "/api/" + place, decision, body);
            }
            for (var id : ids) {
                api.post("/api/%s/%s/%s".formatted(place, id, decision), body);
                System.out.println(id + " done");
            }
            return 0;
        }
    }

    private int decideAll(VigilApi api, String path, String decision, Map<String, String> body)
            throws IOException, InterruptedException {
        var total = api.get("%s?%s&limit=1".formatted(path, filter.query()))
                .path("total")
                .asInt();
        var decided = 0;
        var refused = 0;
        try (var bar = Progress.bar(decision.equals("replay") ? "Replaying" : "Dismissing", total)) {
            var after = "";
            do {
                var made = api.post(
                        "%s/%s?%s&limit=%d&after=%s"
                                .formatted(path, decision, filter.query(), AT_ONCE, URLEncoder.encode(after, UTF_8)),
                        body);
                decided += made.path("decided").asInt();
                refused += made.path("refused").asInt();
                bar.stepTo(decided + refused);
                after = made.path("next").asText();
            } while (!after.isEmpty());
        }
        System.out.printf("%d done, %d refused%n", decided, refused);
        return refused == 0 ? 0 : 1;
    }
}
