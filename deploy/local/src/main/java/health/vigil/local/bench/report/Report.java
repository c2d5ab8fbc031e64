package health.vigil.local.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that a run found.
public record Report(Machine machine, String size, List<Figure> figures, List<Plot> plots) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Report {
        figures = List.copyOf(figures);
        plots = List.copyOf(plots);
    }

    /// Writes `results.json`, `results.md` and the plots.
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("results.json").toFile(), json());
        Files.writeString(folder.resolve("results.md"), markdown());
        Files.writeString(folder.resolve("ratios.svg"), RatioBars.svg(figures));
        for (var plot : plots) {
            Files.writeString(folder.resolve(plot.name() + ".svg"), LineChart.svg(plot));
        }
    }

    private Map<String, Object> json() {
        var document = new LinkedHashMap<String, Object>();
        document.put("machine", machineJson());
        document.put("size", size);
        document.put("figures", figures.stream().map(Report::json).toList());
        document.put("plots", plots.stream().map(plot -> plot.name() + ".svg").toList());
        return document;
    }

    private Map<String, Object> machineJson() {
        var json = new LinkedHashMap<String, Object>();
        json.put("at", machine.at().toString());
        json.put("cores", machine.cores());
        json.put("memoryMb", machine.memoryMb());
        json.put("heapMb", machine.heapMb());
        json.put("loadBefore", machine.loadBefore());
        json.put("system", machine.system());
        json.put("jdk", machine.jdk());
        json.put("commit", machine.commit());
        return json;
    }

    private static Map<String, Object> json(Figure figure) {
        var json = new LinkedHashMap<String, Object>();
        json.put("figure", figure.code());
        json.put("name", figure.name());
        json.put("unit", figure.unit());
        json.put("value", figure.value());
        json.put(
                "floor",
                Map.of("name", figure.floor().name(), "value", figure.floor().value()));
        json.put("ratio", figure.ratio());
        json.put(
                "aims",
                figure.aims().stream()
                        .map(aim -> Map.of("aim", aim.text(figure.unit()), "met", figure.isMet(aim)))
                        .toList());
        json.put("note", figure.note());
        return json;
    }

    /// The table and where it comes from.
    public String markdown() {
        var text = new StringBuilder();
        text.append(
                "Measured %s at size %s, commit %s: %d cores, %,d MB memory, heap %,d MB, load average %.1f before, %s, %s.%n%n"
                        .formatted(
                                machine.at(),
                                size,
                                machine.commit(),
                                machine.cores(),
                                machine.memoryMb(),
                                machine.heapMb(),
                                machine.loadBefore(),
                                machine.jdk(),
                                machine.system()));
        text.append(
                "| figure | measured | floor in the same run | ratio | aim | met |%n| --- | ---: | ---: | ---: | --- | --- |%n"
                        .formatted());
        for (var figure : figures) {
            text.append("| %s%s | %s | %s | %s | %s | %s |%n"
                    .formatted(
                            figure.name(),
                            figure.note().isEmpty() ? "" : "; " + figure.note(),
                            figure.valueText(),
                            figure.floorText(),
                            Numbers.text(figure.ratio()),
                            figure.aims().isEmpty() ? "–" : figure.aimsText(),
                            figure.aims().isEmpty() ? "–" : figure.isMet() ? "yes" : "no"));
        }
        return text.toString();
    }
}
