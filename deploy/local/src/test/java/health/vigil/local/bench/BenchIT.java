package health.vigil.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.local.Vigil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class BenchIT {

    private static final List<String> FIGURES =
            List.of("gateway", "trend-90-p99", "trend-365-p99", "trend-1826-p99", "fhir-p99", "panel-p99");

    // Those that take longest are left out.
    private static final String SUBJECTS = "gateway,trend";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyFigureThatWasAskedForHasAValueBesideAFloorOfTheSameRun() throws IOException {
        var out = folder.resolve("results");

        var exitCode = Vigil.run("bench", "--size", "small", "--figures", SUBJECTS, "--out", out.toString());

        assertThat(exitCode).isZero();
        var results = new ObjectMapper().readTree(out.resolve("results.json").toFile());
        var figures = results.path("figures").findValuesAsText("figure");
        assertThat(figures).containsAll(FIGURES).noneMatch(figure -> figure.startsWith("start-"));
        assertThat(results.path("figures")).allSatisfy(BenchIT::hasAValueAndAFloor);
        assertThat(results.path("machine").path("cores").asInt()).isPositive();
        for (var plot : new String[] {"ratios.svg", "trend.svg"}) {
            assertThat(out.resolve(plot)).content().startsWith("<svg").contains("prefers-color-scheme");
        }
        assertThat(Files.readString(out.resolve("results.md"))).contains("| gateway alone");
        assertThat(out.resolve("data")).doesNotExist();
    }

    private static void hasAValueAndAFloor(JsonNode figure) {
        assertThat(figure.path("value").asDouble()).isPositive();
        assertThat(figure.path("floor").path("value").asDouble()).isPositive();
        assertThat(figure.path("ratio").asDouble()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--size=huge", "--figures=speed", "--soak=PT5S"})
    void aWrongOptionIsRefusedBeforeAnythingStarts(String option) {
        assertThat(Vigil.run("bench", option, "--out", folder.resolve("results").toString()))
                .isEqualTo(2);
        assertThat(folder.resolve("results")).doesNotExist();
    }

    @Test
    void itsHelpNamesSizesAndFigures() {
        var text = new ByteArrayOutputStream();
        var out = System.out;
        System.setOut(new PrintStream(text, true, UTF_8));
        try {
            assertThat(Vigil.run("bench", "--help")).isZero();
        } finally {
            System.setOut(out);
        }

        assertThat(text.toString(UTF_8))
                .contains("small, medium, large", "whole-way, gateway", "--soak", "Exit codes:");
    }

    @Test
    void dataOfAnotherRunAreNotTouched() throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));

        assertThat(Vigil.run("bench", "--out", folder.toString())).isEqualTo(2);
        assertThat(data).exists();
    }
}
