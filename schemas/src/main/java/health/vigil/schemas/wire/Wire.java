package health.vigil.schemas.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.schemas.ReceivedReading;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/// Avro in the Confluent wire format: a zero byte, the schema's id in four bytes, the record. Readable by every tool
/// that knows a schema registry.
public final class Wire {

    private static final byte MAGIC = 0;
    private static final int HEADER = 1 + Integer.BYTES;

    static {
        // Avro loads no generated class that it was not told to trust.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT,
                candidate -> candidate.getPackageName().equals(ReceivedReading.class.getPackageName())));
    }

    private final SchemaRegistryClient registry;
    private final SchemaHistory history;
    private final ConcurrentMap<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, SpecificDatumWriter<SpecificRecord>> writers = new ConcurrentHashMap<>();
    // Resolving two schemas takes far longer than reading a record, and a reader belongs to one thread.
    private final ThreadLocal<Map<Written, SpecificDatumReader<SpecificRecord>>> readers =
            ThreadLocal.withInitial(HashMap::new);
    private final ConcurrentMap<String, Integer> ids = new ConcurrentHashMap<>();

    /// A record of that topic, written with the schema of that id.
    private record Written(Topic<?> topic, int id) {}

    /// Writes with the ids that the registry gives the latest schemas of the history.
    public Wire(SchemaRegistryClient registry, SchemaHistory history) {
        this.registry = registry;
        this.history = history;
    }

    /// Values of that topic.
    public <V extends SpecificRecord> Serde<V> serde(Topic<V> topic) {
        return Serdes.serdeFrom(serializer(topic), deserializer(topic));
    }

    public <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
        return (_, value) -> value == null ? null : encode(topic, value);
    }

    public <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
        return (_, bytes) -> bytes == null ? null : decode(topic, bytes);
    }

    /// A record with its key and value as bytes, for a producer that sends to several topics.
    public <V extends SpecificRecord> ProducerRecord<byte[], byte[]> record(Topic<V> topic, UUID key, V value) {
        return new ProducerRecord<>(topic.name(), key(key), encode(topic, value));
    }

    /// The key of a device's or patient's records.
    public static byte[] key(UUID id) {
        return id.toString().getBytes(UTF_8);
    }

    /// Whose record it is.
    public static UUID key(byte[] key) {
        return UUID.fromString(new String(key, UTF_8));
    }

    public <V extends SpecificRecord> byte[] encode(Topic<V> topic, V value) {
        var writer = writers.computeIfAbsent(topic.name(), _ -> new SpecificDatumWriter<>(schema(topic)));
        var bytes = new ByteArrayOutputStream(256);
        bytes.write(MAGIC);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id(topic)).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            writer.write(value, encoder);
        } catch (IOException failure) {
            throw new SerializationException("cannot write a record of " + topic.name(), failure);
        }
        return bytes.toByteArray();
    }

    private <V extends SpecificRecord> V decode(Topic<V> topic, byte[] bytes) {
        if (bytes.length < HEADER || bytes[0] != MAGIC) {
            throw new SerializationException("a record of " + topic.name() + " is not in the Confluent wire format");
        }
        var written =
                new Written(topic, ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt());
        var reader = readers.get().computeIfAbsent(written, this::reader);
        var decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
        try {
            return topic.type().cast(reader.read(null, decoder));
        } catch (IOException | RuntimeException failure) {
            // Avro and its conversions tell of malformed data by all kinds of runtime exceptions.
            throw new SerializationException("cannot read a record of " + topic.name(), failure);
        }
    }

    private SpecificDatumReader<SpecificRecord> reader(Written written) {
        return new SpecificDatumReader<>(schema(written.topic(), written.id()), schema(written.topic()));
    }

    private static Schema schema(Topic<?> topic) {
        return SpecificData.get().getSchema(topic.type());
    }

    private int id(Topic<?> topic) {
        return ids.computeIfAbsent(topic.subject(), subject -> {
            try {
                return registry.getId(subject, history.latest(topic));
            } catch (IOException | RestClientException failure) {
                throw new SerializationException("the schema registry does not know " + subject, failure);
            }
        });
    }

    private Schema schema(Topic<?> topic, int id) {
        return schemas.computeIfAbsent(id, unknown -> {
            try {
                return (Schema) registry.getSchemaById(unknown).rawSchema();
            } catch (IOException | RestClientException failure) {
                throw new SerializationException(
                        "the schema registry does not know schema " + unknown + " of a record of " + topic.name(),
                        failure);
            }
        });
    }
}
