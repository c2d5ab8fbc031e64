package health.vigil.gateway.decoding;

import static health.vigil.gateway.decoding.Messages.decode;
import static health.vigil.gateway.decoding.Messages.weight;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Whatever bytes come: the decoder says what became of each of them.
class JsonFuzzPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Elements that are readings, that are none, and that JSON has besides.
    private static final List<String> ELEMENTS = List.of(
            weight("value", "82.4"),
            weight("value", "777"),
            weight("unit", "\"kPa\""),
            weight("id", "\"ä\\u00e4\\ud83d\""),
            weight("value", "1e999999999"),
            "{\"type\":\"glucose\",\"measuredAt\":\"2026-11-23T07:31:00+01:00\",\"value\":\"HI\",\"unit\":\"mg/dL\"}",
            "{}",
            "[]",
            "[{}]",
            "5",
            "-1.5e3",
            "\"ü\"",
            "null",
            "true");

    @Provide
    static Arbitrary<byte[]> arrays() {
        return Arbitraries.of(ELEMENTS).list().ofMaxSize(8).map(elements -> ("[" + String.join(" , ", elements) + "]")
                .getBytes(UTF_8));
    }

    @Property
    void neverFailsAtBytesAndAlwaysSaysWhatBecameOfThem(@ForAll byte[] payload) {
        assertAllAccountedFor(payload, decode(payload));
    }

    @Property
    void neverFailsAtTextThatLooksLikeJson(@ForAll @Size(max = 30) List<@IntRange(max = 15) Integer> picks) {
        var marks = "{}[],:\" \\u5e-ntx";
        var payload =
                picks.stream().map(pick -> marks.substring(pick, pick + 1)).collect(Collectors.joining());

        assertAllAccountedFor(payload.getBytes(UTF_8), decode(payload));
    }

    @Property
    void accountsForEveryElementOfAnArray(@ForAll("arrays") byte[] payload) {
        assertAllAccountedFor(payload, decode(payload));
    }

    @Property
    void accountsForEveryByteThoughOneWasChanged(
            @ForAll("arrays") byte[] payload, @ForAll @IntRange(max = 10_000) int place, @ForAll byte changed) {
        var mutated = payload.clone();
        mutated[place % mutated.length] = changed;

        assertAllAccountedFor(mutated, decode(mutated));
    }

    @Property
    void accountsForEveryByteThoughTheEndWasCutOff(
            @ForAll("arrays") byte[] payload, @ForAll @IntRange(max = 10_000) int length) {
        var cut = Arrays.copyOf(payload, length % (payload.length + 1));

        assertAllAccountedFor(cut, decode(cut));
    }

    @Property
    void decidesTheSameOfAnElementWhateverStandsAroundIt(
            @ForAll @Size(max = 8) List<@IntRange(max = 13) Integer> picks) {
        var elements = picks.stream().map(ELEMENTS::get).toList();
        var alone = elements.stream()
                .filter(element -> !element.equals("[]") && !element.equals("[{}]"))
                .map(element -> decode(element).getFirst())
                .toList();

        var together = decode("[" + String.join(",", elements) + "]").stream();

        assertThat(together.map(JsonFuzzPropertyTest::identity).toList())
                .containsAll(alone.stream().map(JsonFuzzPropertyTest::identity).toList());
    }

    private static Object identity(Decoded decoded) {
        return switch (decoded) {
            case Decoded.Accepted(var reading) -> reading.getId();
            case Decoded.Rejected(var message) -> message.getId();
            case Decoded.Context(var context) -> context;
            case Decoded.Status(var status) -> status;
        };
    }

    /// What was rejected covers its own bytes, in order and without overlap. What lies between is the JSON of the
    /// readings that were accepted there, and nothing else but what holds an array together.
    private static void assertAllAccountedFor(byte[] payload, List<Decoded> decoded) {
        assertThat(decoded).isNotEmpty();
        var between = new ByteArrayOutputStream();
        var end = 0;
        for (var rejected : Messages.rejections(decoded)) {
            var raw = rejected.getRaw();
            var start = raw.arrayOffset() + raw.position();
            assertThat(start).isGreaterThanOrEqualTo(end);
            between.write(payload, end, start - end);
            end = start + raw.remaining();
            assertThat(Arrays.copyOfRange(raw.array(), start, end)).isEqualTo(Arrays.copyOfRange(payload, start, end));
        }
        between.write(payload, end, payload.length - end);
        assertThat(objects(between.toString(UTF_8)))
                .hasSize(Messages.readings(decoded).size());
    }

    /// The JSON objects in what is left of an array; anything else there fails.
    private static List<Object> objects(String left) {
        var objects = new ArrayList<Object>();
        // Commas and brackets stay behind when an element between them is taken out.
        var rest = left.strip();
        while (!rest.isEmpty()) {
            if ("[],".indexOf(rest.charAt(0)) >= 0) {
                rest = rest.substring(1).strip();
                continue;
            }
            try (var parser = JSON.createParser(rest)) {
                assertThat(parser.nextToken()).as("in %s", left).isEqualTo(JsonToken.START_OBJECT);
                objects.add(JSON.readTree(parser));
                rest = rest.substring((int) parser.currentLocation().getCharOffset())
                        .strip();
            } catch (IOException failure) {
                throw new AssertionError("lost: " + rest, failure);
            }
        }
        return objects;
    }
}
