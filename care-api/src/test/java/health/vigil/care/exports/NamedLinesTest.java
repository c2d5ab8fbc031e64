package health.vigil.care.exports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class NamedLinesTest {

    @Provide
    static Arbitrary<List<List<String>>> tables() {
        var field = Arbitraries.of("a", ",", "\"", "\n", "\r", " é", "😀")
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
        return field.list().ofMaxSize(3).list().ofMaxSize(6);
    }

    /// As PostgreSQL writes it.
    private static String csv(String field) {
        return field.matches("(?s).*[\",\r\n].*") ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }

    private static String lines(List<List<String>> table, boolean named) {
        var lines = new StringBuilder("patient_id" + (named ? ",name" : "") + ",more\n");
        for (var row = 0; row < table.size(); row++) {
            lines.append(new UUID(7, row)).append(named ? ",N" + row : "");
            lines.append(table.get(row).stream().map(field -> "," + csv(field)).collect(Collectors.joining()));
            lines.append('\n');
        }
        return lines.toString();
    }

    @Property
    void eachLineGetsItsNameWhateverIsInTheOtherFields(
            @ForAll("tables") List<List<String>> table, @ForAll @IntRange(min = 1, max = 40) int atOnce)
            throws IOException {
        var written = new ByteArrayOutputStream();
        var bytes = lines(table, false).getBytes(UTF_8);

        try (var named =
                new NamedLines(written, ",name", id -> (",N" + id.getLeastSignificantBits()).getBytes(UTF_8))) {
            for (var at = 0; at < bytes.length; at += atOnce) {
                named.write(bytes, at, Math.min(atOnce, bytes.length - at));
            }
        }

        assertThat(written.toString(UTF_8)).isEqualTo(lines(table, true));
    }
}
