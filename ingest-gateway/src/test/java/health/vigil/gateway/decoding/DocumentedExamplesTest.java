package health.vigil.gateway.decoding;

import static health.vigil.gateway.decoding.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the page for device makers shows is what Vigil takes.
class DocumentedExamplesTest {

    record Example(String notation, String channel, String text) {

        byte[] bytes() {
            return notation.equals("hex") ? HexFormat.of().parseHex(text.strip()) : text.getBytes(UTF_8);
        }
    }

    static List<Example> examples() throws IOException {
        return Pattern.compile("^```(hex|json) (\\S+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/devices.md")))
                .results()
                .map(found -> new Example(found.group(1), found.group(2), found.group(3)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isTaken(Example example) {
        var decoded = new Decoder().decode(message(example.channel(), example.bytes()));

        assertThat(decoded).isNotEmpty().noneMatch(Decoded.Rejected.class::isInstance);
    }

    @Test
    void thereIsOneOfEachFormat() throws IOException {
        assertThat(examples())
                .extracting(example -> example.channel() + " " + example.notation())
                .contains(
                        "readings json",
                        "fhir json",
                        "senml json",
                        "senml hex",
                        "status json",
                        "gatt/2A35 hex",
                        "gatt/2A18 hex",
                        "gatt/2A34 hex",
                        "gatt/2A9D hex");
    }
}
