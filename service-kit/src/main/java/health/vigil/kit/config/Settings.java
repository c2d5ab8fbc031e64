package health.vigil.kit.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/// Reads a service's settings into a record that validates itself.
///
/// The record's defaults say which settings there are. On top of them come, each over the one before: a YAML file,
/// environment variables (`VIGIL_HTTP_PORT` for `http.port`), and `--set http.port=8080` on the command line. A setting
/// that does not exist stops the start, with the nearest one that does.
public final class Settings {

    private static final String ENVIRONMENT_PREFIX = "VIGIL_";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /// What somebody may have written into an address, against the advice to name a file.
    private static final Pattern SECRET_IN_ADDRESS =
            Pattern.compile("(?<=://)[^/@]+(?=@)|(?<=[?&;](?:password|sslpassword)=)[^&;]+", Pattern.CASE_INSENSITIVE);

    private Settings() {}

    /// Reads the settings.
    ///
    /// @param file YAML, or empty for none
    /// @param overrides from the command line, by dotted name
    /// @throws InvalidSettingException naming the setting, where it came from and what to do
    public static <R extends Record> R read(
            Class<R> type,
            R defaults,
            Optional<Path> file,
            Map<String, String> environment,
            Map<String, String> overrides) {
        ObjectNode tree = JSON.valueToTree(defaults);
        var known = leaves(tree);
        file.ifPresent(path -> apply(tree, known, flatten(parse(path), path), path.toString()));
        apply(tree, known, fromEnvironment(environment, known), "the environment");
        apply(tree, known, overrides, "the command line");
        try {
            return JSON.treeToValue(tree, type);
        } catch (JsonMappingException failure) {
            throw new InvalidSettingException(explain(failure), failure);
        } catch (JsonProcessingException failure) {
            throw new InvalidSettingException(failure.getOriginalMessage(), failure);
        }
    }

    /// The settings that differ from the defaults, by dotted name, without passwords in addresses: what an operator has
    /// decided, to be put on record.
    public static <R extends Record> Map<String, String> changed(R defaults, R settings) {
        var usual = leaves(JSON.valueToTree(defaults));
        var changed = leaves(JSON.valueToTree(settings));
        changed.entrySet().removeAll(usual.entrySet());
        changed.replaceAll((_, value) -> SECRET_IN_ADDRESS.matcher(value).replaceAll("…"));
        return changed;
    }

    /// The dotted names of all settings with their values as text.
    static Map<String, String> leaves(JsonNode tree) {
        var leaves = new TreeMap<String, String>();
        collect("", tree, leaves);
        return leaves;
    }

    private static void collect(String prefix, JsonNode node, Map<String, String> leaves) {
        if (!node.isObject()) {
            leaves.put(prefix, node.isNull() ? "" : node.asText());
            return;
        }
        node.properties()
                .forEach(child -> collect(
                        prefix.isEmpty() ? child.getKey() : prefix + "." + child.getKey(), child.getValue(), leaves));
    }

    private static Map<String, String> flatten(JsonNode file, Path path) {
        if (file.isMissingNode() || file.isNull()) {
            return Map.of();
        }
        if (!file.isObject()) {
            throw new InvalidSettingException("The settings file " + path + " must hold names with values.");
        }
        return leaves(file);
    }

    private static JsonNode parse(Path file) {
        try (var text = Files.newInputStream(file)) {
            return new YAMLMapper().readTree(text);
        } catch (IOException failure) {
            throw new InvalidSettingException(
                    "Cannot read the settings file " + file + ": " + failure.getMessage(), failure);
        }
    }

    private static Map<String, String> fromEnvironment(Map<String, String> environment, Map<String, String> known) {
        var names = new LinkedHashMap<String, String>();
        known.keySet().forEach(name -> names.put(environmentName(name), name));
        var values = new TreeMap<String, String>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(ENVIRONMENT_PREFIX)) {
                values.put(names.getOrDefault(variable, variable), value);
            }
        });
        return values;
    }

    static String environmentName(String setting) {
        return ENVIRONMENT_PREFIX
                + setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static void apply(ObjectNode tree, Map<String, String> known, Map<String, String> values, String source) {
        values.forEach((name, value) -> {
            if (!known.containsKey(name)) {
                throw new InvalidSettingException("There is no setting '%s' (from %s).%s"
                        .formatted(name, source, suggestion(name, List.copyOf(known.keySet()))));
            }
            put(tree, name, value);
        });
    }

    private static void put(ObjectNode tree, String name, String value) {
        var dot = name.indexOf('.');
        if (dot < 0) {
            tree.put(name, value);
        } else {
            put((ObjectNode) tree.get(name.substring(0, dot)), name.substring(dot + 1), value);
        }
    }

    private static String suggestion(String wrong, List<String> known) {
        var environment = wrong.startsWith(ENVIRONMENT_PREFIX);
        return known.stream()
                .map(name -> environment ? environmentName(name) : name)
                .min(Comparator.comparingInt(
                        name -> LevenshteinDistance.getDefaultInstance().apply(wrong, name)))
                .map(nearest -> " Did you mean '%s'?".formatted(nearest))
                .orElse("");
    }

    private static String explain(JsonMappingException failure) {
        var setting = String.join(
                ".",
                failure.getPath().stream()
                        .map(JsonMappingException.Reference::getFieldName)
                        .toList());
        var cause = failure.getCause() instanceof IllegalArgumentException invalid
                ? invalid.getMessage()
                : failure.getOriginalMessage();
        return setting.isEmpty()
                ? String.valueOf(cause)
                : "The setting '%s' is not valid: %s".formatted(setting, cause);
    }
}
