package health.vigil.gateway.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReasonTest {

    private static final Path FOR_MAKERS = Path.of("../docs/devices.md");

    @Test
    void everyReasonStandsInTheTableForDeviceMakers() throws IOException {
        var table = Files.readString(FOR_MAKERS);
        var rows = Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE)
                .matcher(table.substring(table.indexOf("## Why a message is rejected")))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::code).toList());
    }
}
