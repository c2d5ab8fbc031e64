package health.vigil.gateway.decoding;

import static health.vigil.gateway.decoding.Messages.DEVICE;
import static health.vigil.gateway.decoding.Messages.RECEIVED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.schemas.RejectedMessage;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    private static final String READING = Messages.weight("value", "82.4");

    @Test
    void theTopicTellsWhoseMessageItIs() {
        var message = on("vigil/" + DEVICE + "/readings");

        assertThat(message.device()).contains(DEVICE);
        assertThat(message.channel()).isEqualTo("readings");
    }

    @ParameterizedTest
    @CsvSource({"gatt/2A35, gatt/2A35", "readings/, readings/", "'', ''"})
    void theChannelIsAllThatComesBehindTheDevice(String behind, String channel) {
        assertThat(on("vigil/" + DEVICE + "/" + behind).channel()).isEqualTo(channel);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vigil",
                "vigil/",
                "vigil//readings",
                "vigil/cuff-7/readings",
                "/vigil/0f8fad5b-d9cb-469f-a165-70867728950e/readings",
                "other/0f8fad5b-d9cb-469f-a165-70867728950e/readings",
                "vigil/0f8fad5b-d9cb-469f-a165-70867728950e",
                "vigil/0f8fad5b-d9cb-469f-a165-70867728950/readings/extra/0",
                "vigil/0F8FAD5B-D9CB-469F-A165-70867728950E/readings",
                "vigil/f8fad5b-d9cb-469f-a165-70867728950e/readings",
                "vigil/1-1-1-1-1/readings"
            })
    void aTopicThatDoesNotNameADeviceAsItIsWrittenNamesNone(String topic) {
        assertThat(on(topic).device()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vigil/cuff-7/readings", "vigil/0f8fad5b-d9cb-469f-a165-70867728950e/hl7v2", "elsewhere"})
    void whatComesOnAnUnknownTopicIsKeptAsRejected(String topic) {
        var rejected = Messages.rejections(new Decoder().decode(on(topic)));

        assertThat(rejected).extracting(RejectedMessage::getReason).containsExactly("topic-unknown");
        assertThat(rejected).extracting(RejectedMessage::getTopic).containsExactly(topic);
        assertThat(rejected).extracting(Messages::raw).containsExactly(READING);
    }

    @Test
    void whatWasReadOnceCanBeReadAgain() {
        var message = on("vigil/" + DEVICE + "/readings");

        var twice = List.of(new Decoder().decode(message), new Decoder().decode(message));

        assertThat(twice.getFirst()).isEqualTo(twice.getLast());
        assertThat(message.bytes()).isEqualTo(READING.getBytes(UTF_8));
    }

    @Test
    void aPartOfABufferIsReadAsThatPart() {
        var whole = ByteBuffer.wrap(("xx" + READING + "xx").getBytes(UTF_8));
        var part = whole.slice(2, READING.length());

        var decoded = new Decoder().decode(new Message("vigil/" + DEVICE + "/readings", part, RECEIVED));

        assertThat(Messages.readings(decoded)).hasSize(1);
    }

    private static Message on(String topic) {
        return new Message(topic, ByteBuffer.wrap(READING.getBytes(UTF_8)), RECEIVED);
    }
}
