package health.vigil.schemas.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.DeviceStatus;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final UUID DEVICE = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static final Instant HEARD = Instant.parse("2026-11-23T06:30:00Z");
    private static final DeviceStatus STATUS = new DeviceStatus(DEVICE, true, 80, null, HEARD, null, null, null);
    private static final int STATUS_ID = 35;

    private static final AvroSchema STATUS_BEFORE_BATTERIES = new AvroSchema("""
            {"type":"record","name":"DeviceStatus","namespace":"health.vigil.schemas","fields":[
              {"name":"deviceId","type":{"type":"string","logicalType":"uuid"}},
              {"name":"online","type":"boolean"},
              {"name":"heardAt","type":{"type":"long","logicalType":"timestamp-millis"}}]}
            """);

    /// A topic and a record of it.
    record Sample<V extends SpecificRecord>(Topic<V> topic, V value) {

        byte[] written(Wire wire) {
            return wire.serializer(topic).serialize(topic.name(), value);
        }

        /// The bytes tell all; Avro's own `equals` fails on times in lists.
        byte[] readAndWrittenAgain(Wire wire) {
            return wire.encode(topic, wire.deserializer(topic).deserialize(topic.name(), written(wire)));
        }
    }

    private final SchemaHistory history = SchemaHistory.checkedIn();
    private final Wire wire = new Wire(history.inMemory(), history);

    @Provide
    static Arbitrary<Sample<?>> samplesOfAllTopics() {
        return Arbitraries.of(Topics.ALL).flatMap(WireTest::samples);
    }

    private static <V extends SpecificRecord> Arbitrary<Sample<?>> samples(Topic<V> topic) {
        return RandomRecords.of(topic.type()).map(value -> new Sample<>(topic, value));
    }

    @Property
    void everyRecordOfEveryTopicComesBackAsItWas(@ForAll("samplesOfAllTopics") Sample<?> sample) {
        assertThat(sample.readAndWrittenAgain(wire)).isEqualTo(sample.written(wire));
    }

    @Test
    void aRecordBeginsWithAZeroAndTheIdOfItsSchema() {
        var bytes = wire.encode(Topics.DEVICE_STATUS, STATUS);

        assertThat(bytes).startsWith(0, 0, 0, 0, STATUS_ID);
    }

    @Test
    void everyTopicHasTheIdOfTheHistory() {
        var registry = history.inMemory();

        assertThat(history.versions())
                .allSatisfy(version -> assertThat(registry.getId(version.subject(), version.schema()))
                        .isEqualTo(version.id()));
    }

    @Test
    void theKeyIsTheIdAsText() {
        var sent = wire.record(Topics.DEVICE_STATUS, DEVICE, STATUS);

        assertThat(new String(sent.key(), UTF_8)).isEqualTo(DEVICE.toString());
        assertThat(sent.topic()).isEqualTo("devices.status");
    }

    @Test
    void refusesARecordOfAnotherWireFormat() {
        var bytes = wire.encode(Topics.DEVICE_STATUS, STATUS);
        bytes[0] = 1;

        assertIsRefused(bytes);
    }

    @Test
    void refusesARecordWithoutAWholeHeader() {
        assertIsRefused(new byte[0]);
        assertIsRefused(new byte[] {0, 0, 0, 0});
    }

    @Test
    void refusesARecordThatWasCutOffAnywhere() {
        var bytes = wire.encode(Topics.DEVICE_STATUS, STATUS);

        for (var length = 0; length < bytes.length; length++) {
            assertIsRefused(Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void refusesAnIdThatNobodyGaveOut() {
        var bytes = wire.encode(Topics.DEVICE_STATUS, STATUS);
        ByteBuffer.wrap(bytes).putInt(1, 4711);

        assertIsRefused(bytes);
    }

    @Test
    void refusesTheRecordOfAnotherTopic() {
        var assignments = wire.encode(Topics.ASSIGNMENTS, new DeviceAssignments(DEVICE, List.of(), null, List.of()));

        assertIsRefused(assignments);
    }

    @Property
    void refusesGarbageInNoOtherWay(@ForAll byte[] garbage) {
        var bytes = ByteBuffer.allocate(5 + garbage.length)
                .put((byte) 0)
                .putInt(STATUS_ID)
                .put(garbage)
                .array();

        try {
            assertThat(read(bytes)).isNotNull();
        } catch (SerializationException refused) {
            assertThat(refused).hasMessageContaining("devices.status");
        }
    }

    @Test
    void passesATombstoneThrough() {
        assertThat(wire.serializer(Topics.DEVICE_STATUS).serialize("devices.status", null))
                .isNull();
        assertThat(wire.deserializer(Topics.DEVICE_STATUS).deserialize("devices.status", (byte[]) null))
                .isNull();
    }

    @Test
    void readsWhatAnOlderVersionWroteAndWritesTheLatest() throws IOException {
        var twoVersions = new SchemaHistory(List.of(
                new SchemaHistory.Version(21, "devices.status", 1, STATUS_BEFORE_BATTERIES),
                new SchemaHistory.Version(22, "devices.status", 2, history.latest(Topics.DEVICE_STATUS))));
        var evolved = new Wire(twoVersions.inMemory(), twoVersions);

        var read = evolved.deserializer(Topics.DEVICE_STATUS).deserialize("devices.status", oldStatus(21));

        assertThat(read).isEqualTo(new DeviceStatus(DEVICE, true, null, null, HEARD, null, null, null));
        assertThat(evolved.encode(Topics.DEVICE_STATUS, read)).startsWith(0, 0, 0, 0, 22);
    }

    private static byte[] oldStatus(int id) throws IOException {
        var schema = STATUS_BEFORE_BATTERIES.rawSchema();
        var status = new GenericData.Record(schema);
        status.put("deviceId", DEVICE.toString());
        status.put("online", true);
        status.put("heardAt", HEARD.toEpochMilli());
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericData.Record>(schema).write(status, encoder);
        return bytes.toByteArray();
    }

    private void assertIsRefused(byte[] bytes) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("devices.status");
    }

    private DeviceStatus read(byte[] bytes) {
        return wire.deserializer(Topics.DEVICE_STATUS).deserialize("devices.status", bytes);
    }
}
