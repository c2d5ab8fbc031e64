package health.vigil.gateway.decoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.RejectedMessage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Messages of one device, and what the decoder makes of them.
final class Messages {

    static final UUID DEVICE = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    static final Instant RECEIVED = Instant.parse("2026-11-23T07:00:00Z");

    private Messages() {}

    static List<Decoded> decode(String json) {
        return decode(json.getBytes(UTF_8));
    }

    static List<Decoded> decode(byte[] payload) {
        return new Decoder().decode(message("readings", payload));
    }

    static Message message(String channel, byte[] payload) {
        return message(channel, ByteBuffer.wrap(payload));
    }

    static Message message(String channel, ByteBuffer payload) {
        return new Message("vigil/" + DEVICE + "/" + channel, payload, RECEIVED);
    }

    /// The one reading of a message that holds nothing else.
    static ReceivedReading accepted(String json) {
        var decoded = decode(json);
        assertThat(decoded).singleElement().isInstanceOf(Decoded.Accepted.class);
        return readings(decoded).getFirst();
    }

    /// Why a message is no reading at all.
    static RejectedMessage rejected(String json) {
        var decoded = decode(json);
        assertThat(decoded).singleElement().isInstanceOf(Decoded.Rejected.class);
        return rejections(decoded).getFirst();
    }

    static List<ReceivedReading> readings(List<Decoded> decoded) {
        return decoded.stream()
                .filter(Decoded.Accepted.class::isInstance)
                .map(outcome -> ((Decoded.Accepted) outcome).reading())
                .toList();
    }

    static List<RejectedMessage> rejections(List<Decoded> decoded) {
        return decoded.stream()
                .filter(Decoded.Rejected.class::isInstance)
                .map(outcome -> ((Decoded.Rejected) outcome).message())
                .toList();
    }

    static String raw(RejectedMessage rejected) {
        return UTF_8.decode(rejected.getRaw().duplicate()).toString();
    }

    /// A weight with one field changed or added.
    static String weight(String field, String json) {
        return switch (field) {
            case "value" -> weight(json, "\"kg\"", "\"2026-11-23T07:30:00+01:00\"");
            case "unit" -> weight("82.4", json, "\"2026-11-23T07:30:00+01:00\"");
            case "measuredAt" -> weight("82.4", "\"kg\"", json);
            default ->
                "{\"%s\":%s,%s".formatted(field, json, weight("value", "82.4").substring(1));
        };
    }

    private static String weight(String value, String unit, String measuredAt) {
        return "{\"type\":\"weight\",\"measuredAt\":%s,\"value\":%s,\"unit\":%s}".formatted(measuredAt, value, unit);
    }
}
