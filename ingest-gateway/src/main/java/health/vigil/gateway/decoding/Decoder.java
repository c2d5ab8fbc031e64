package health.vigil.gateway.decoding;

import health.vigil.clinical.vitals.NameBased;
import health.vigil.schemas.RejectedMessage;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/// Chooses the format by the topic. A format that is not known is kept as rejected, so that it can be replayed once
/// it is.
public final class Decoder {

    private static final String GATT = "gatt/";

    /// At least one outcome, in the order of the message.
    public List<Decoded> decode(Message message) {
        var device = message.device();
        if (device.isEmpty()) {
            return List.of(unknownTopic(message));
        }
        var channel = message.channel();
        if (channel.startsWith(GATT)) {
            return List.of(new GattReadings(message, device.get()).decode(channel.substring(GATT.length())));
        }
        return switch (channel) {
            case "readings" -> new JsonReadings(message, device.get()).decode();
            case "fhir" -> new FhirReadings(message, device.get()).decode();
            case "senml" -> new SenmlReadings(message, device.get()).decode();
            case "status" -> List.of(StatusMessages.decode(message, device.get()));
            default -> List.of(unknownTopic(message));
        };
    }

    private static Decoded unknownTopic(Message message) {
        return rejected(
                message,
                message.payload(),
                new RefusedException(
                        Reason.TOPIC_UNKNOWN,
                        "Publish readings on vigil/{deviceId}/readings, fhir, senml or gatt/{characteristic}."));
    }

    /// Keeps the bytes with the reason. The same bytes of the same device, refused again, have the same id.
    static Decoded rejected(Message message, ByteBuffer raw, RefusedException refused) {
        UUID device = message.device().orElse(null);
        return new Decoded.Rejected(RejectedMessage.newBuilder()
                .setId(NameBased.uuid(message.topic(), refused.reason().code(), digest(raw)))
                .setDeviceId(device)
                .setTopic(message.topic())
                .setRaw(raw.duplicate())
                .setReason(refused.reason().code())
                .setSentence(refused.sentence())
                .setReceivedAt(message.receivedAt())
                .build());
    }

    private static String digest(ByteBuffer raw) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(raw.duplicate());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
