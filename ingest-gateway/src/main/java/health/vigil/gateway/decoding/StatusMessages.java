package health.vigil.gateway.decoding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.schemas.DeviceStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a device says of itself: `online`, `offline` (its last will), or
/// `{"status":"online","battery":80,"now":"2026-11-23T07:30:00+01:00","firmware":"2.4.1","acknowledged":"…"}`.
final class StatusMessages {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// As makers name versions; nothing else is taken from a device into pages that people read.
    private static final Pattern VERSION = Pattern.compile("[\\w.+ ()/-]{1,64}");

    private StatusMessages() {}

    static Decoded decode(Message message, UUID device) {
        var text = StandardCharsets.UTF_8
                .decode(message.payload().duplicate())
                .toString()
                .strip();
        try {
            var status = text.startsWith("{")
                    ? JSON.readTree(text)
                    : JSON.createObjectNode().put("status", text);
            return new Decoded.Status(read(message, device, status));
        } catch (IOException _) {
            return refused(message, Reason.JSON_MALFORMED);
        } catch (RefusedException refused) {
            return Decoder.rejected(message, message.payload(), refused);
        }
    }

    private static DeviceStatus read(Message message, UUID device, JsonNode status) throws RefusedException {
        var online =
                switch (status.path("status").asText()) {
                    case "online" -> true;
                    case "offline" -> false;
                    default -> throw new RefusedException(Reason.TYPE_UNKNOWN, "status must be online or offline.");
                };
        var battery = status.path("battery");
        var firmware = status.path("firmware");
        var now = Moments.parse(status.path("now").asText());
        return new DeviceStatus(
                device,
                online,
                battery.isInt() ? battery.asInt() : null,
                now.filter(SaidTime::isZoned).map(SaidTime::asUtc).orElse(null),
                message.receivedAt(),
                now.filter(said -> !said.isZoned()).map(SaidTime::text).orElse(null),
                firmware.isTextual() && VERSION.matcher(firmware.asText()).matches() ? firmware.asText() : null,
                id(status.path("acknowledged").asText()));
    }

    private static @Nullable UUID id(String text) {
        try {
            return text.isEmpty() ? null : UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            // Left out, like all that is not understood.
            return null;
        }
    }

    private static Decoded refused(Message message, Reason reason) {
        return Decoder.rejected(
                message,
                message.payload(),
                new RefusedException(reason, "A status is online, offline, or a JSON object with a field status."));
    }
}
