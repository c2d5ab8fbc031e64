package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SupplyChainIT {

    private static final Path TARGET = Path.of("target");

    @Test
    void theBillOfMaterialsNamesEveryJarThatIsShippedWithItsVersion() throws Exception {
        var bill = new ObjectMapper().readTree(TARGET.resolve("vigil-sbom.json").toFile());
        var named = new HashSet<String>();
        bill.path("components").forEach(component -> {
            assertThat(component.path("version").asText())
                    .as(component.path("name").asText())
                    .isNotBlank()
                    .doesNotContain("[", "LATEST");
            named.add(component.path("name").asText() + "-"
                    + component.path("version").asText());
        });

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        try (var jars = Files.list(TARGET.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString().replaceFirst("\\.jar$", "")))
                    .isNotEmpty()
                    .allMatch(jar -> named.stream().anyMatch(jar::startsWith));
        }
    }
}
