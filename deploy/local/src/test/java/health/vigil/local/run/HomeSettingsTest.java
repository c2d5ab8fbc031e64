package health.vigil.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeSettingsTest {

    private static final String PAGE = "http://127.0.0.1:8080";

    @TempDir
    private Path home = Path.of("");

    @Test
    void whatSomebodyHasSetIsToldAndNothingElse() throws IOException {
        Files.writeString(home.resolve("vigil.yaml"), """
                channels: {page-url: "https://vigil.example.org", digest-every: PT1M}
                retention: {patients: P10Y}
                """);

        assertThat(HomeSettings.read(home, PAGE).changed(PAGE))
                .isEqualTo(Map.of("channels.page-url", "https://vigil.example.org", "retention.patients", "P10Y"));
    }

    @Test
    void nothingIsToldWhereNothingWasSet() {
        assertThat(HomeSettings.read(home, PAGE).changed(PAGE)).isEmpty();
    }
}
