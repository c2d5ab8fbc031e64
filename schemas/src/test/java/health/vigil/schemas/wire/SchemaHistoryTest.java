package health.vigil.schemas.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaHistoryTest {

    /// The ids that records on disk carry. New versions are added; what stands here never changes.
    private static final Map<Integer, String> GIVEN_OUT = Map.ofEntries(
            Map.entry(1, "vitals.received:1"),
            Map.entry(2, "vitals.rejected:1"),
            Map.entry(3, "devices.status:1"),
            Map.entry(4, "vitals.held:1"),
            Map.entry(5, "vitals.readings:1"),
            Map.entry(6, "vitals.summaries:1"),
            Map.entry(7, "vitals.alerts:1"),
            Map.entry(8, "care.assignments:1"),
            Map.entry(9, "care.plans:1"),
            Map.entry(10, "care.corrections:1"),
            Map.entry(11, "vitals.received:2"),
            Map.entry(12, "vitals.held:2"),
            Map.entry(13, "vitals.readings:2"),
            Map.entry(14, "vitals.alerts:2"),
            Map.entry(15, "care.plans:2"),
            Map.entry(16, "vitals.presence:1"),
            Map.entry(17, "intake.pulse:1"));

    private static final String KG = "{\"name\":\"kg\",\"type\":\"double\"}";
    private static final String KG_AS_TEXT = "{\"name\":\"kg\",\"type\":\"string\"}";
    private static final String NOTE = "{\"name\":\"note\",\"type\":\"string\"}";
    private static final String NOTE_WITH_DEFAULT = "{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"}";

    private final SchemaHistory checkedIn = SchemaHistory.checkedIn();

    @Test
    void everyCheckedInVersionReadsAllThatWasWrittenBeforeIt() {
        assertThat(checkedIn.breaks()).isEmpty();
    }

    @Test
    void everyTopicHasASchemaAndEverySchemaATopic() {
        var topics = checkedIn.versions().stream().map(SchemaHistory.Version::subject);

        assertThat(topics.distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Topics.ALL.stream().map(Topic::subject).distinct().toList());
    }

    @Test
    void idsThatWereGivenOutStandForTheSameVersionForGood() {
        var ids = checkedIn.versions().stream()
                .collect(Collectors.toMap(
                        SchemaHistory.Version::id, version -> version.topic() + ":" + version.version()));

        assertThat(ids).containsAllEntriesOf(GIVEN_OUT);
    }

    @Test
    void noIdStandsTwiceInTheIndex() throws IOException, URISyntaxException {
        // java.util.Properties would take the last of two lines without a word.
        var lines = Files.readAllLines(folder().resolve("registry.properties"), UTF_8);

        assertThat(lines.stream().filter(line -> !line.startsWith("#")).map(line -> line.split("=", -1)[0].strip()))
                .doesNotHaveDuplicates()
                .hasSameSizeAs(checkedIn.versions());
    }

    @Test
    void everySchemaFileHasAnId() throws IOException, URISyntaxException {
        try (var files = Files.list(folder())) {
            var schemas = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".avsc"))
                    .toList();

            assertThat(checkedIn.versions().stream()
                            .map(version -> version.topic() + ".v" + version.version() + ".avsc"))
                    .containsExactlyInAnyOrderElementsOf(schemas);
        }
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(SchemaHistory.class.getResource("/avro/registry.properties"))
                        .toURI())
                .resolveSibling("");
    }

    static List<Topic<?>> topics() {
        return Topics.ALL;
    }

    @ParameterizedTest
    @MethodSource("topics")
    void theVersionsOfATopicAreCountedFromOneWithoutAGap(Topic<?> topic) {
        var versions = checkedIn.versions().stream()
                .filter(version -> version.topic().equals(topic.name()))
                .map(SchemaHistory.Version::version)
                .toList();

        assertThat(versions)
                .isEqualTo(IntStream.rangeClosed(1, versions.size()).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void recordsAreGeneratedFromTheLatestVersion(Topic<?> topic) {
        var generated = SpecificData.get().getSchema(topic.type());

        // What the generator adds of its own accord: which Java class holds a string.
        var asCheckedIn = generated.toString().replace(",\"avro.java.string\":\"String\"", "");
        assertThat(new Schema.Parser().parse(asCheckedIn))
                .isEqualTo(checkedIn.latest(topic).rawSchema());
    }

    @Test
    void aFieldWithADefaultBreaksNothing() {
        assertThat(history(record(KG), record(KG, NOTE_WITH_DEFAULT)).breaks()).isEmpty();
    }

    @Test
    void reportsANewFieldThatOldRecordsLack() {
        assertThat(history(record(KG), record(KG, NOTE)).breaks())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).startsWith("test.weights version 2: "))
                .anySatisfy(problem -> assertThat(problem).contains("note"));
    }

    @Test
    void reportsARemovedDefaultThatOnlyTheOldestRecordsNeed() {
        var history = history(record(KG), record(KG, NOTE_WITH_DEFAULT), record(KG, NOTE));

        assertThat(history.breaks())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).startsWith("test.weights version 3: "))
                .anySatisfy(problem -> assertThat(problem).contains("note"));
    }

    @Test
    void reportsAChangedType() {
        assertThat(history(record(KG), record(KG_AS_TEXT)).breaks())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).startsWith("test.weights version 2: "));
    }

    @Test
    void doesNotCompareTheSchemasOfDifferentTopics() {
        var history = new SchemaHistory(List.of(
                new SchemaHistory.Version(1, "test.weights", 1, record(KG)),
                new SchemaHistory.Version(2, "test.others", 2, record(KG_AS_TEXT))));

        assertThat(history.breaks()).isEmpty();
    }

    @Test
    void saysWhichTopicHasNoSchema() {
        var history = history(record(KG));

        assertThatThrownBy(() -> history.latest(Topics.RECEIVED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("vitals.received");
    }

    private static SchemaHistory history(AvroSchema... versions) {
        return new SchemaHistory(IntStream.range(0, versions.length)
                .mapToObj(index -> new SchemaHistory.Version(100 + index, "test.weights", index + 1, versions[index]))
                .toList());
    }

    private static AvroSchema record(String... fields) {
        return new AvroSchema(
                "{\"type\":\"record\",\"name\":\"Weight\",\"fields\":[" + String.join(",", fields) + "]}");
    }
}
