package health.vigil.stream.attribution;

import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// A reading of a device, with the patient it was last attributed to; nobody's while it is held.
record Attributed(Optional<UUID> patient, ReceivedReading reading) {

    private static final UUID NOBODY = new UUID(0, 0);
    private static final int PATIENT = 2 * Long.BYTES;

    static Serde<Attributed> serde(Wire wire) {
        var readings = wire.serde(Topics.RECEIVED);
        return Serdes.serdeFrom(
                (topic, value) -> {
                    if (value == null) {
                        return null;
                    }
                    var reading = readings.serializer().serialize(topic, value.reading());
                    var patient = value.patient().orElse(NOBODY);
                    return ByteBuffer.allocate(PATIENT + reading.length)
                            .putLong(patient.getMostSignificantBits())
                            .putLong(patient.getLeastSignificantBits())
                            .put(reading)
                            .array();
                },
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    var buffer = ByteBuffer.wrap(bytes);
                    var patient = new UUID(buffer.getLong(), buffer.getLong());
                    var reading = new byte[buffer.remaining()];
                    buffer.get(reading);
                    return new Attributed(
                            Optional.of(patient).filter(id -> !id.equals(NOBODY)),
                            readings.deserializer().deserialize(topic, reading));
                });
    }
}
