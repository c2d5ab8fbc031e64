package health.vigil.local.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.local.client.Connection;
import health.vigil.local.client.VigilApi;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./vigil ledger`
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Shows what became of every device's readings, as each stage counted them, and where two stages do"
                        + " not agree.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no two stages have disagreed for a minute",
            "1:some have",
            "2:wrong command line, or nothing runs there"
        })
public final class LedgerCommand implements Callable<Integer> {

    private static final String LINE = "%-36s %9s %9s %9s %9s %9s %9s %9s  %s%n";

    @Option(names = "--device", paramLabel = "ID", description = "This device only.")
    private @Nullable UUID device;

    @Option(names = "--differences", description = "Only devices and patients on whom two stages do not agree.")
    private boolean differences;

    @Mixin
    private Connection connection = new Connection();

    private int alerts;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var api = connection.open()) {
            System.out.printf(
                    LINE,
                    "device",
                    "received",
                    "rejected",
                    "duplicate",
                    "held",
                    "marked",
                    "attributed",
                    "stored",
                    "missing numbers");
            if (device != null) {
                print(api.get("/api/ledger/devices/" + device));
            } else {
                printAll(api);
            }
        }
        return alerts == 0 ? 0 : 1;
    }

    private void printAll(VigilApi api) throws IOException, InterruptedException {
        var query = "?show=" + (differences ? "differences" : "all");
        for (var page = api.get("/api/ledger/devices" + query); ; page = next(api, "devices", query, page)) {
            page.path("devices").forEach(this::print);
            if (!page.path("next").isTextual()) {
                break;
            }
        }
        for (var page = api.get("/api/ledger/patients?show=differences");
                ;
                page = next(api, "patients", "?show=differences", page)) {
            page.path("patients").forEach(this::printDifferences);
            if (!page.path("next").isTextual()) {
                break;
            }
        }
        var totals = api.get("/api/ledger");
        System.out.printf(
                "%d evaluated, %d differences, %d of them for a minute or longer%n",
                totals.path("evaluated").asLong(),
                totals.path("differences").asLong(),
                totals.path("alerts").asLong());
    }

    private static JsonNode next(VigilApi api, String what, String query, JsonNode page)
            throws IOException, InterruptedException {
        return api.get(
                "/api/ledger/" + what + query + "&after=" + page.path("next").asText());
    }

    private void print(JsonNode entry) {
        var counts = entry.path("counts");
        var rejected = 0L;
        for (var reason : entry.path("rejected")) {
            rejected += reason.asLong();
        }
        System.out.printf(
                LINE,
                counts.path("deviceId").asText(),
                counts.path("received").asText(),
                rejected,
                counts.path("duplicates").asText(),
                counts.path("held").asText(),
                counts.path("marked").asText(),
                counts.path("attributed").asText(),
                counts.path("stored").asText(),
                missing(counts));
        printDifferences(entry);
    }

    private static String missing(JsonNode counts) {
        if (counts.path("missing").asLong() == 0) {
            return "";
        }
        return counts.path("missing").asText() + ": " + counts.path("gaps");
    }

    private void printDifferences(JsonNode entry) {
        for (var difference : entry.path("differences")) {
            var old = difference.path("alertedAt").isTextual();
            alerts += old ? 1 : 0;
            System.out.printf(
                    "  %s %s %s: %s expected, %s found, since %s%s%n",
                    difference.path("subject").asText(),
                    difference.path("id").asText(),
                    difference.path("equation").asText(),
                    difference.path("expected").asText(),
                    difference.path("found").asText(),
                    difference.path("since").asText(),
                    old ? " (alert)" : "");
        }
    }
}
