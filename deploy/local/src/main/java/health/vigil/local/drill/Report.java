package health.vigil.local.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a drill has shown.
///
/// @param findings of the drill proper
/// @param afterBrokerKills with a broker that acknowledges from memory: after that was killed, too
/// @param ended how often each part has ended by itself
record Report(
        Order order,
        Duration up,
        List<Done> faults,
        Reckoning.Findings findings,
        Optional<Reckoning.Findings> afterBrokerKills,
        Map<String, Footprint.Growth> growth,
        Map<String, Integer> ended) {

    private static final int SHOWN = 10;

    /// A fault that was made.
    ///
    /// @param recovery from its end until an alarm went all the way; empty when none did in time
    /// @param skipped why it was not made
    record Done(
            String kind, String description, Duration lasted, Optional<Duration> recovery, Optional<String> skipped) {

        String outcome() {
            return skipped.map(why -> "skipped: " + why)
                    .or(() -> recovery.map(time -> "recovered in %.1f s".formatted(seconds(time))))
                    .orElse("NOT RECOVERED");
        }

        boolean isStuck() {
            return skipped.isEmpty() && recovery.isEmpty();
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    boolean isClean() {
        return findings.isClean(false)
                && afterBrokerKills.map(after -> after.isClean(true)).orElse(true)
                && faults.stream().noneMatch(Done::isStuck);
    }

    String text() {
        return """

                %s

                | faults | made | skipped | recovered in, p50 | worst |
                | --- | --- | --- | --- | --- |
                %s
                %s%s
                | process | memory at first | at last | at most | files at first | at last | ended by itself |
                | --- | --- | --- | --- | --- | --- | --- |
                %s
                First start to the first alarm on the worklist: %.0f s.
                %s
                Again: %s
                """.formatted(
                        isClean() ? "Nothing was lost, doubled, missed or made up." : "SOMETHING IS WRONG.",
                        kinds(),
                        totals("", findings),
                        afterBrokerKills
                                .map(after -> totals(" once the broker was killed", after))
                                .orElse(""),
                        sizes(),
                        seconds(up),
                        wrong(),
                        order.command());
    }

    private String kinds() {
        Map<String, List<Done>> byKind =
                faults.stream().collect(Collectors.groupingBy(Done::kind, LinkedHashMap::new, Collectors.toList()));
        var rows = new StringBuilder();
        byKind.forEach((kind, made) -> rows.append(row(kind, made)));
        return rows.append(row("**all**", faults)).toString();
    }

    private static String row(String kind, List<Done> made) {
        var times =
                made.stream().flatMap(each -> each.recovery().stream()).sorted().toList();
        var skipped = made.stream().filter(each -> each.skipped().isPresent()).count();
        var stuck = made.stream().anyMatch(Done::isStuck);
        return "| %s | %d | %d | %s | %s |%n"
                .formatted(
                        kind,
                        made.size() - skipped,
                        skipped,
                        times.isEmpty() ? "" : "%.1f s".formatted(seconds(times.get(times.size() / 2))),
                        stuck ? "never" : times.isEmpty() ? "" : "%.1f s".formatted(seconds(times.getLast())));
    }

    private static String totals(String when, Reckoning.Findings found) {
        return """

                | readings%s | |
                | --- | --- |
                | published | %,d |
                | acknowledged | %,d |
                | stored / rejected / held | %,d / %,d / %,d |
                | lost, acknowledged by the broker alone | %d |
                | lost, with Vigil's receipt | %d |
                | invented | %d |
                | duplicated | %d |
                | alerts demanded | %,d |
                | missed | %d |
                | spurious | %d |
                | not delivered | %d |
                | rows in which the database differs from the topics | %d |
                """.formatted(
                        when,
                        found.published(),
                        found.acknowledged(),
                        found.stored(),
                        found.rejected(),
                        found.held(),
                        found.lost().size(),
                        found.lostWithReceipt().size(),
                        found.invented().size(),
                        found.duplicated().size(),
                        found.alerts(),
                        found.missed().size(),
                        found.spurious().size(),
                        found.undelivered().size(),
                        found.different().size());
    }

    private String sizes() {
        var rows = new StringBuilder();
        growth.forEach((part, grown) -> rows.append("| %s | %d MB | %d MB | %d MB | %d MB | %d MB | %d |%n"
                .formatted(
                        part,
                        grown.first().memory() / 1024,
                        grown.last().memory() / 1024,
                        grown.mostMemory() / 1024,
                        grown.first().files() / 1024,
                        grown.last().files() / 1024,
                        ended.getOrDefault(part, 0))));
        return rows.toString();
    }

    /// Some of each thing that is wrong; the report has all.
    private String wrong() {
        var found = afterBrokerKills.orElse(findings);
        var lines = new StringBuilder();
        for (var wrong : found.lists().entrySet()) {
            wrong.getValue().stream()
                    .limit(SHOWN)
                    .forEach(each -> lines.append("  %s: %s%n".formatted(wrong.getKey(), each)));
        }
        return lines.toString();
    }

    /// Writes `drill-SEED.md` and `drill-SEED.json`.
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        var name = "drill-%s-%d".formatted(order.broker().name().toLowerCase(Locale.ROOT), order.firstSeed());
        Files.writeString(
                folder.resolve(name + ".md"), "# Drill with seed %d%n%s".formatted(order.firstSeed(), text()));
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve(name + ".json").toFile(), json());
    }

    private Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("reproduce", order.command());
        json.put("clean", isClean());
        json.put("upAfterSeconds", seconds(up));
        json.put("faults", faults.stream().map(Report::json).toList());
        json.put("findings", findings.counts());
        json.put("wrong", findings.lists());
        afterBrokerKills.ifPresent(after -> {
            json.put("findingsAfterBrokerKills", after.counts());
            json.put("wrongAfterBrokerKills", after.lists());
        });
        json.put("kibibytes", growth);
        json.put("endedByItself", ended);
        return json;
    }

    private static Map<String, Object> json(Done fault) {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", fault.kind());
        json.put("description", fault.description());
        json.put("lastedSeconds", seconds(fault.lasted()));
        fault.recovery().ifPresent(time -> json.put("recoverySeconds", seconds(time)));
        fault.skipped().ifPresent(why -> json.put("skipped", why));
        return json;
    }
}
