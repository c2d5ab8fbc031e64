package health.vigil.plandocuments;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.rules.Rule;
import health.vigil.plandocuments.InvalidPlanException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// A care plan as a JSON document.
public final class PlanDocument {

    /// The version of the JSON Schema that documents are written by; each says which.
    public static final int SCHEMA_VERSION = 1;

    private static final String SCHEMA = "plan.v1.schema.json";

    private PlanDocument() {}

    /// Always the same text for the same plan.
    public static String write(CarePlan plan) {
        try {
            ObjectNode document = DocumentMapper.JSON.createObjectNode();
            document.put("schemaVersion", SCHEMA_VERSION);
            document.setAll((ObjectNode) DocumentMapper.JSON.valueToTree(plan));
            return DocumentMapper.JSON.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws InvalidPlanException when it is something else
    public static CarePlan read(String document) {
        return bind(parse(document));
    }

    /// Reads what a person or a program wrote, against the schema.
    ///
    /// @throws InvalidPlanException with everything that is wrong and where
    public static CarePlan check(String document) {
        var tree = parse(document);
        var problems = Lazy.SCHEMA.validate(tree).stream()
                .map(message -> new Problem(message.getInstanceLocation().toString(), message.getError()))
                .distinct()
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidPlanException(problems);
        }
        return bind(tree);
    }

    /// The JSON Schema, as it is published.
    public static String schema() {
        try (var file = resource()) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The name of a rule's kind in documents, e.g. `confirmed-limit`.
    public static String kind(Rule rule) {
        return DocumentMapper.kind(rule);
    }

    private static final class Lazy {

        // Compiling a schema takes a while, and only those who write plans need it.
        private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        resource(),
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .build());
    }

    private static InputStream resource() {
        return Objects.requireNonNull(PlanDocument.class.getResourceAsStream(SCHEMA));
    }

    private static JsonNode parse(String document) {
        try {
            return DocumentMapper.JSON.readTree(document);
        } catch (JsonProcessingException failure) {
            throw new InvalidPlanException(List.of(new Problem("", "not valid JSON: " + failure.getOriginalMessage())));
        }
    }

    private static CarePlan bind(JsonNode tree) {
        try {
            var plan = tree.deepCopy();
            if (plan instanceof ObjectNode fields) {
                fields.remove("schemaVersion");
            }
            return DocumentMapper.JSON.treeToValue(plan, CarePlan.class);
        } catch (JsonMappingException failure) {
            var path = failure.getPath().stream()
                    .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                    .collect(Collectors.joining("/", "/", ""));
            var cause = failure.getCause() instanceof IllegalArgumentException invalid
                    ? String.valueOf(invalid.getMessage())
                    : failure.getOriginalMessage();
            throw new InvalidPlanException(List.of(new Problem(path, cause)));
        } catch (JsonProcessingException failure) {
            throw new InvalidPlanException(List.of(new Problem("", failure.getOriginalMessage())));
        }
    }
}
