package health.vigil.local.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Machine MACHINE =
            new Machine(Instant.parse("2026-11-25T10:00:00Z"), 2, 24_000, 768, 0.5, "Linux", "25", "abc");

    @TempDir
    private Path folder = Path.of("");

    private static Figure rate(double value, double floor, Aim... aims) {
        return new Figure("rate", "a <rate>", "readings/s", value, new Figure.Floor("bare", floor), List.of(aims), "");
    }

    @Test
    void aFigureIsMetWhenEveryAimIs() {
        assertThat(rate(9_000, 12_000, Aim.ratioAtLeast(0.6)).isMet()).isTrue();
        assertThat(rate(9_000, 12_000, Aim.ratioAtLeast(0.6), Aim.atLeast(10_000))
                        .isMet())
                .isFalse();
        assertThat(rate(7, 2, Aim.atMost(10), Aim.ratioAtMost(3)).isMet()).isFalse();
        assertThat(rate(6, 2, Aim.atMost(10), Aim.ratioAtMost(3)).isMet()).isTrue();
    }

    @Test
    void thereIsNoFigureWithoutAFloor() {
        assertThatIllegalArgumentException().isThrownBy(() -> rate(1, 0)).withMessageContaining("rate");
        assertThatIllegalArgumentException().isThrownBy(() -> rate(Double.NaN, 1));
    }

    @Test
    void percentilesAreSamplesAndTheMedianLiesBetweenTheMiddleTwo() {
        var samples = Samples.of(10, 2, 3, 4, 5, 6, 7, 8, 9, 1);

        assertThat(samples.percentile(50)).isEqualTo(5);
        assertThat(samples.percentile(99)).isEqualTo(10);
        assertThat(samples.percentile(0)).isEqualTo(1);
        assertThat(Samples.of(4, 1, 3, 2).median()).isEqualTo(2.5);
    }

    @Test
    void theTableAndTheDocumentSayWhatWasReached() throws IOException {
        var report = new Report(
                MACHINE, "small", List.of(rate(9_000, 12_000, Aim.ratioAtLeast(0.6), Aim.atLeast(10_000))), List.of());

        report.write(folder);

        assertThat(report.markdown())
                .contains("| 9,000 readings/s | 12,000 readings/s (bare) | 0.75 |")
                .contains("≥ 0.60 of the floor, ≥ 10,000 readings/s | no |");
        var figure = new ObjectMapper()
                .readTree(folder.resolve("results.json").toFile())
                .path("figures")
                .path(0);
        assertThat(figure.path("ratio").asDouble()).isEqualTo(0.75);
        assertThat(figure.path("aims").findValuesAsText("met")).containsExactly("true", "false");
    }

    @Test
    void plotsAreWellFormedWhateverTheNames() throws Exception {
        var latencies =
                Plot.percentiles("latency", "a & b", List.of(new Plot.Latencies("one <two>", Samples.of(1, 2, 30))));

        new Report(MACHINE, "small", List.of(rate(9_000, 12_000, Aim.ratioAtLeast(0.6))), List.of(latencies))
                .write(folder);

        for (var plot : new String[] {"ratios.svg", "latency.svg"}) {
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(folder.resolve(plot).toFile());
            assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        }
    }
}
