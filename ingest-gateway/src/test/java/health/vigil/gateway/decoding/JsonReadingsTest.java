package health.vigil.gateway.decoding;

import static health.vigil.gateway.decoding.Messages.decode;
import static health.vigil.gateway.decoding.Messages.raw;
import static health.vigil.gateway.decoding.Messages.readings;
import static health.vigil.gateway.decoding.Messages.rejected;
import static health.vigil.gateway.decoding.Messages.rejections;
import static health.vigil.gateway.decoding.Messages.weight;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.schemas.RejectedMessage;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a whole message.
class JsonReadingsTest {

    private static final String GOOD = weight("value", "82.4");
    private static final String ANOTHER = weight("value", "82.5");
    private static final String HEAVY = weight("value", "777");
    private static final String UNITLESS = weight("unit", "null");

    /// A payload for each reason.
    private static final List<String> EACH_REASON = List.of(
            "{",
            "[]",
            "{\"type\":\"mood\"}",
            weight("measuredAt", "\"yesterday\""),
            weight("value", "null"),
            weight("value", "\"many\""),
            UNITLESS,
            HEAVY);

    @Test
    void everyReasonIsGivenForSomething() {
        var given = EACH_REASON.stream()
                .map(Messages::rejected)
                .map(RejectedMessage::getReason)
                .collect(Collectors.toSet());

        assertThat(given)
                .containsExactlyInAnyOrder(
                        "json-malformed",
                        "empty",
                        "type-unknown",
                        "time-invalid",
                        "value-missing",
                        "value-invalid",
                        "unit-invalid",
                        "implausible");
    }

    @Test
    void anArrayKeepsItsGoodElementsAndRejectsTheOthersEachForItself() {
        var decoded = decode("[ %s , %s,%s ,%s]".formatted(GOOD, HEAVY, ANOTHER, UNITLESS));

        assertThat(decoded)
                .hasExactlyElementsOfTypes(
                        Decoded.Accepted.class, Decoded.Rejected.class, Decoded.Accepted.class, Decoded.Rejected.class);
        assertThat(rejections(decoded))
                .extracting(RejectedMessage::getReason)
                .containsExactly("implausible", "unit-invalid");
        assertThat(rejections(decoded)).extracting(Messages::raw).containsExactly(HEAVY, UNITLESS);
        assertThat(rejections(decoded))
                .extracting(RejectedMessage::getSentence)
                .containsExactly(
                        "weight must lie between 2.00 and 400.00 kg.",
                        "unit must be a UCUM code, e.g. mm[Hg], mg/dL, mmol/L or kg.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-1.5e3", "\"text\"", "\"\\u00e4ü\"", "null", "true", "[]", "[[{}]]", "{}"})
    void anElementThatIsNoReadingIsRejectedWithExactlyItsOwnBytes(String element) {
        var decoded = decode("[%s,%s, %s ,%s]".formatted(GOOD, element, element, ANOTHER));

        assertThat(readings(decoded)).hasSize(2);
        assertThat(rejections(decoded)).extracting(Messages::raw).containsExactly(element, element);
    }

    @Test
    void brokenJsonKeepsWhatCameBeforeAndRejectsTheRest() {
        var decoded = decode("[%s,%s,{\"type\":oops},%s]".formatted(GOOD, HEAVY, ANOTHER));

        assertThat(readings(decoded)).hasSize(1);
        assertThat(rejections(decoded))
                .extracting(RejectedMessage::getReason)
                .containsExactly("implausible", "json-malformed");
        assertThat(rejections(decoded))
                .extracting(Messages::raw)
                .containsExactly(HEAVY, ",{\"type\":oops}," + ANOTHER + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[[", "{\"type\"", "nonsense", "\u0000", "[}"})
    void brokenJsonIsRejectedAsAWhole(String start) {
        var broken = start.isEmpty() ? "," : start;

        var rejected = rejected(broken);

        assertThat(rejected.getReason()).isEqualTo("json-malformed");
        assertThat(raw(rejected)).isEqualTo(broken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{}", "]", "null", "{\"type\":\"weight\"}"})
    void whatFollowsTheEndIsRejectedAndWhatCameBeforeIsKept(String trailing) {
        for (var whole : List.of(GOOD, "[" + GOOD + "]")) {
            var decoded = decode(whole + " " + trailing);

            assertThat(readings(decoded)).hasSize(1);
            assertThat(rejections(decoded)).singleElement().satisfies(rest -> {
                assertThat(rest.getReason()).isEqualTo("json-malformed");
                assertThat(raw(rest)).endsWith(trailing);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "[]", "[ ]", "[] x"})
    void aMessageWithoutAReadingIsRejectedAsEmpty(String json) {
        var rejected = rejected(json);

        assertThat(rejected.getReason()).isEqualTo("empty");
        assertThat(raw(rejected)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "1e2147483647",
                "1e2147483648",
                "1e-2147483647",
                "1e99999999999",
                "1.0e-99999999999"
            })
    @Timeout(5)
    void aHugeExponentIsRefusedAtOnce(String number) {
        var started = System.nanoTime();

        assertThat(rejections(decode(weight("value", number)))).isNotEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"200000, 0", "999, 0", "0, 200000"})
    @Timeout(5)
    void aHugeNumberOfDigitsOrBracketsIsRefusedAtOnce(int digits, int brackets) {
        var json = brackets > 0 ? "[".repeat(brackets) : weight("value", "9".repeat(digits));

        assertThat(rejections(decode(json))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void jsonInAnotherEncodingIsRejectedWithAllItsBytes(Charset encoding) {
        var payload = ("[" + GOOD + "," + HEAVY + "]").getBytes(encoding);

        var decoded = decode(payload);

        assertThat(rejections(decoded))
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.getRaw().remaining()).isEqualTo(payload.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000FEFF", "0000FFFE", "FEFF0000", "005B007B", "7B000000FF", "EFBBBF", "C0AF", "5BC3285D"})
    void bytesThatAreNoTextAreRejectedAsTheyCame(String hex) {
        var payload = HexFormat.of().parseHex(hex);

        var decoded = decode(payload);

        assertThat(rejections(decoded))
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.getRaw().remaining()).isEqualTo(payload.length));
    }

    @Test
    void aMessageThatBeginsWithAByteOrderMarkIsKeptWhole() {
        var payload = ("\uFEFF" + GOOD).getBytes(UTF_8);

        var rejected = rejections(decode(payload)).getFirst();

        assertThat(rejected.getReason()).isEqualTo("json-malformed");
        assertThat(rejected.getRaw().remaining()).isEqualTo(payload.length);
    }

    @Test
    void aRejectedMessageTellsWhereItCameFrom() {
        var rejected = rejected(HEAVY);

        assertThat(rejected.getTopic()).isEqualTo("vigil/" + Messages.DEVICE + "/readings");
        assertThat(rejected.getDeviceId()).isEqualTo(Messages.DEVICE);
        assertThat(rejected.getReceivedAt()).isEqualTo(Messages.RECEIVED);
    }

    @Test
    void theSameBadBytesHaveTheSameId() {
        var inAnArray = rejections(decode("[" + GOOD + "," + HEAVY + "]")).getFirst();

        assertThat(inAnArray.getId()).isEqualTo(rejected(HEAVY).getId());
        assertThat(inAnArray.getId())
                .isNotEqualTo(rejected(weight("value", "778")).getId());
    }

    @ParameterizedTest
    @CsvSource({
        "value, 777",
        "value, '\"777\"'",
        "value, 777e777",
        "unit, '\"777\"'",
        "measuredAt, '\"777\"'",
        "type, 777"
    })
    void aSentenceNeverRepeatsWhatCame(String field, String json) {
        var rejected = rejections(decode(weight(field, json))).getFirst();

        assertThat(rejected.getSentence()).isNotBlank().endsWith(".").doesNotContain("777");
    }
}
