package health.vigil.schemas.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;

/// Every version of every schema that was ever used, with the id it has for good.
public final class SchemaHistory {

    /// One version of a topic's value schema.
    public record Version(int id, String topic, int version, AvroSchema schema) {

        String subject() {
            return topic + "-value";
        }
    }

    private final List<Version> versions;

    SchemaHistory(List<Version> versions) {
        this.versions = versions.stream()
                .sorted(Comparator.comparing(Version::topic).thenComparingInt(Version::version))
                .toList();
    }

    /// The history that is checked in.
    public static SchemaHistory checkedIn() {
        var index = new Properties();
        try (var properties = resource("registry.properties")) {
            index.load(properties);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new SchemaHistory(index.stringPropertyNames().stream()
                .map(id -> {
                    var entry = index.getProperty(id).split(":", -1);
                    return version(Integer.parseInt(id), entry[0], Integer.parseInt(entry[1]));
                })
                .toList());
    }

    private static Version version(int id, String topic, int version) {
        try (var schema = resource(topic + ".v" + version + ".avsc")) {
            return new Version(id, topic, version, new AvroSchema(new String(schema.readAllBytes(), UTF_8)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static InputStream resource(String name) throws IOException {
        var stream = SchemaHistory.class.getResourceAsStream("/avro/" + name);
        if (stream == null) {
            throw new IOException("the schema history lacks " + name);
        }
        return stream;
    }

    List<Version> versions() {
        return versions;
    }

    /// The schema that records of this topic are written with.
    AvroSchema latest(Topic<?> topic) {
        return versions.stream()
                .filter(version -> version.subject().equals(topic.subject()))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new IllegalStateException("the schema history lacks " + topic.name()))
                .schema();
    }

    /// Each version that could not read everything written before it, with what is wrong. Empty when all is well.
    public List<String> breaks() {
        var breaks = new ArrayList<String>();
        for (var version : versions) {
            var earlier = versions.stream()
                    .filter(other -> other.topic().equals(version.topic()) && other.version() < version.version())
                    .<ParsedSchemaHolder>map(other -> new SimpleParsedSchemaHolder(other.schema()))
                    .toList();
            for (var problem : version.schema().isCompatible(CompatibilityLevel.BACKWARD_TRANSITIVE, earlier)) {
                breaks.add("%s version %d: %s".formatted(version.topic(), version.version(), problem));
            }
        }
        return breaks;
    }

    /// A registry in memory that knows the whole history: ids are the same after every start.
    public SchemaRegistryClient inMemory() {
        var registry = new MockSchemaRegistryClient();
        registerAll(registry);
        return registry;
    }

    private void registerAll(MockSchemaRegistryClient registry) {
        for (var version : versions) {
            try {
                registry.register(version.subject(), version.schema(), version.version(), version.id());
            } catch (IOException | RestClientException failure) {
                throw new IllegalStateException("cannot register " + version.subject(), failure);
            }
        }
    }

    /// Registers what a registry server does not know yet, and has it refuse what could not read all that was written
    /// before; it decides on ids itself.
    public void publish(SchemaRegistryClient registry) {
        for (var version : versions) {
            try {
                registry.register(version.subject(), version.schema());
                if (version.version() == 1) {
                    registry.updateCompatibility(version.subject(), CompatibilityLevel.BACKWARD_TRANSITIVE.name);
                }
            } catch (IOException | RestClientException failure) {
                throw new IllegalStateException(
                        "the schema registry refused " + version.subject() + " version " + version.version(), failure);
            }
        }
    }
}
