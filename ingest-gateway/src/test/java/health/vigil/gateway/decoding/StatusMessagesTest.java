package health.vigil.gateway.decoding;

import static health.vigil.gateway.decoding.Messages.DEVICE;
import static health.vigil.gateway.decoding.Messages.RECEIVED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.RejectedMessage;
import health.vigil.schemas.wire.Topics;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusMessagesTest {

    @ParameterizedTest
    @CsvSource({"online, true", "offline, false", "' online\n', true"})
    void readsTheBareWord(String payload, boolean online) {
        assertThat(status(payload)).isEqualTo(new DeviceStatus(DEVICE, online, null, null, RECEIVED, null, null, null));
    }

    @Test
    void readsBatteryAndTheDevicesOwnIdeaOfNow() {
        var status =
                status("{\"status\":\"online\",\"battery\":80,\"now\":\"2026-11-23T07:30:00+01:00\",\"rssi\":-60}");

        assertThat(status)
                .isEqualTo(new DeviceStatus(
                        DEVICE, true, 80, Instant.parse("2026-11-23T06:30:00Z"), RECEIVED, null, null, null));
    }

    @Test
    void readsTheFirmwareAndTheRequestThatTheDeviceHasGot() {
        var request = UUID.fromString("5e0e2f37-7a8f-4b4e-9c38-0b0e6f7b9d11");

        var status = status("{\"status\":\"online\",\"firmware\":\"2.4.1 (b7)\",\"acknowledged\":\"" + request + "\"}");

        assertThat(status).isEqualTo(new DeviceStatus(DEVICE, true, null, null, RECEIVED, null, "2.4.1 (b7)", request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"offline\",\"firmware\":\"<b>2</b>\",\"acknowledged\":\"yes\"}",
                "{\"status\":\"offline\",\"firmware\":2.4,\"acknowledged\":17}",
                "{\"status\":\"offline\",\"battery\":\"full\",\"now\":\"noon\"}",
                "{\"status\":\"offline\",\"battery\":99999999999,\"now\":17}",
                "{\"status\":\"offline\",\"now\":\"+999999999-12-31T23:59:59Z\"}",
            })
    void leavesOutWhatItDoesNotUnderstand(String payload) {
        assertThat(status(payload)).isEqualTo(new DeviceStatus(DEVICE, false, null, null, RECEIVED, null, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "'', type-unknown",
        "asleep, type-unknown",
        "'{}', type-unknown",
        "'{\"status\":true}', type-unknown",
        "'[\"online\"]', type-unknown",
        "'{\"status\":', json-malformed",
    })
    void keepsWhatIsNoStatusAsRejected(String payload, String reason) {
        var rejected = rejected(payload);

        assertThat(rejected.getReason()).isEqualTo(reason);
        assertThat(Messages.raw(rejected)).isEqualTo(payload);
        assertThat(rejected.getSentence()).isNotBlank();
    }

    @Property
    void saysWhatBecameOfAnyBytes(@ForAll byte[] payload) {
        assertThat(decode(payload)).hasSize(1);
    }

    @Test
    void everyStatusCanBeWrittenToItsTopic() {
        var wire = Registries.wire(KafkaSettings.DEFAULTS);

        var status = status("{\"status\":\"online\",\"now\":\"-999999999-01-01T00:00:00Z\"}");

        assertThat(wire.encode(Topics.DEVICE_STATUS, status)).isNotEmpty();
    }

    private static List<Decoded> decode(byte[] payload) {
        return new Decoder().decode(Messages.message("status", payload));
    }

    private static DeviceStatus status(String payload) {
        var decoded = decode(payload.getBytes(UTF_8));
        assertThat(decoded).singleElement().isInstanceOf(Decoded.Status.class);
        return ((Decoded.Status) decoded.getFirst()).status();
    }

    private static RejectedMessage rejected(String payload) {
        return Messages.rejections(decode(payload.getBytes(UTF_8))).getFirst();
    }
}
