package health.vigil.local.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.IntakePulse;
import health.vigil.schemas.Kind;
import health.vigil.schemas.Origin;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.wire.SchemaHistory;
import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What Vigil asks of a schema registry, whichever it is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RegistryContract {

    static final UUID DEVICE = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    static final Instant HEARD = Instant.parse("2026-11-23T06:30:00Z");
    static final DeviceStatus STATUS = new DeviceStatus(DEVICE, true, 80, null, HEARD, null, null, null);
    static final IntakePulse PULSE = new IntakePulse(DEVICE, HEARD);

    private static final int HEADER = 5;
    private static final int NOBODYS = 4711;

    final SchemaHistory history = SchemaHistory.checkedIn();

    /// A client of its own, as another service would have, of a registry that knows the history.
    abstract SchemaRegistryClient client();

    final Wire wire() {
        return new Wire(client(), history);
    }

    static DeviceStatus read(Wire wire, byte[] bytes) {
        return wire.deserializer(Topics.DEVICE_STATUS).deserialize(Topics.DEVICE_STATUS.name(), bytes);
    }

    @Test
    void knowsTheSchemasOfAllTopics() throws Exception {
        assertThat(client().getAllSubjects())
                .containsExactlyInAnyOrderElementsOf(
                        Topics.ALL.stream().map(Topic::subject).distinct().toList());
    }

    @Test
    void keepsTheVersionsInTheirOrder() throws Exception {
        var client = client();

        assertThat(client.getAllVersions(Topics.RECEIVED.subject())).isEqualTo(List.of(1, 2, 3, 4));
        assertThat(schema(client, Topics.RECEIVED, 1).getField("posture")).isNull();
        assertThat(schema(client, Topics.RECEIVED, 2).getField("posture")).isNotNull();
    }

    @Test
    void recordsCarryTheIdThatTheRegistryGave() throws Exception {
        var bytes = wire().encode(Topics.DEVICE_STATUS, STATUS);

        var id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        assertThat(client().getLatestSchemaMetadata(Topics.DEVICE_STATUS.subject())
                        .getId())
                .isEqualTo(id);
    }

    @Test
    void oneServiceReadsWhatAnotherWrote() {
        var bytes = wire().encode(Topics.DEVICE_STATUS, STATUS);

        assertThat(read(wire(), bytes)).isEqualTo(STATUS);
    }

    @Test
    void recordsOfAnEarlierVersionAreRead() throws Exception {
        var client = client();
        var id = client.getSchemaMetadata(Topics.RECEIVED.subject(), 1).getId();
        var old = rewritten(wire().encode(Topics.RECEIVED, reading()), client, id);

        var read = wire().deserializer(Topics.RECEIVED).deserialize(Topics.RECEIVED.name(), old);

        assertThat(read.getId()).isEqualTo(reading().getId());
        assertThat(read.getMeasuredAt()).isEqualTo(HEARD);
    }

    @Test
    void anIdThatNobodyGaveOutIsAClearError() {
        var bytes = wire().encode(Topics.DEVICE_STATUS, STATUS);
        ByteBuffer.wrap(bytes).putInt(1, NOBODYS);

        assertThatThrownBy(() -> read(wire(), bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("schema " + NOBODYS)
                .hasMessageContaining("devices.status");
    }

    private static ReceivedReading reading() {
        return ReceivedReading.newBuilder()
                .setId(new UUID(1, 1))
                .setDeviceId(DEVICE)
                .setKind(Kind.WEIGHT)
                .setMeasuredAt(HEARD)
                .setReceivedAt(HEARD)
                .setClockSuspect(false)
                .setMeasurements(List.of())
                .setOrigin(Origin.JSON)
                .build();
    }

    /// The same record as a writer of that earlier version would have written it.
    private static byte[] rewritten(byte[] bytes, SchemaRegistryClient client, int id)
            throws IOException, RestClientException {
        var written = (Schema)
                client.getSchemaById(ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt())
                        .rawSchema();
        var earlier = (Schema) client.getSchemaById(id).rawSchema();
        var decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
        var value = new GenericDatumReader<Object>(written, earlier).read(null, decoder);
        var out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(HEADER).put((byte) 0).putInt(id).array());
        var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<>(earlier).write(value, encoder);
        return out.toByteArray();
    }

    private static Schema schema(SchemaRegistryClient client, Topic<?> topic, int version)
            throws IOException, RestClientException {
        return new Schema.Parser()
                .parse(client.getSchemaMetadata(topic.subject(), version).getSchema());
    }
}
