package health.vigil.care.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Puts the fields of a form into a document. A field's name is the JSON pointer of what it says, so no kind of rule
/// needs code of its own; the type comes from what was there before. What makes no sense is put in as it is: the check
/// against the schema then names it.
///
/// Fields beside a pointer: `unit:…` makes a number a duration, `optional:…` lets an empty field remove it, `on:…`
/// switches a rule on or off.
final class FormFields {

    /// A rule that is off judges only readings before this moment: none.
    static final String NEVER = Instant.EPOCH.toString();

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}([.,]\\d{1,6})?");

    private FormFields() {}

    /// The document of a form.
    ///
    /// @param base the document that the form was made of
    static ObjectNode apply(String base, Map<String, List<String>> fields) {
        var document = parse(base);
        fields.forEach((name, values) -> {
            if (name.startsWith("/") && !values.isEmpty()) {
                set(document, name, values.getLast().strip(), fields);
            } else if (name.startsWith("on:/rules/") && !values.isEmpty()) {
                switchRule(document, name.substring(3), values.contains("true"));
            }
        });
        dropEmptyTargets(document);
        return document;
    }

    static ObjectNode parse(String document) {
        try {
            if (Json.MAPPER.readTree(document) instanceof ObjectNode tree) {
                return tree;
            }
        } catch (JsonProcessingException _) {
            // Refused below.
        }
        throw new InvalidRequestException("document", "The form has lost its document: reload the page.");
    }

    private static void set(ObjectNode document, String pointer, String value, Map<String, List<String>> fields) {
        var cut = pointer.lastIndexOf('/');
        var parent = parent(document, pointer.substring(0, cut));
        var name = unescape(pointer.substring(cut + 1));
        if (!(parent instanceof ObjectNode object)) {
            return;
        }
        if (value.isEmpty() && fields.containsKey("optional:" + pointer)) {
            object.remove(name);
        } else if (object.get(name) instanceof ArrayNode) {
            setWords(object.putArray(name), value);
        } else if (fields.containsKey("unit:" + pointer)) {
            object.put(
                    name,
                    duration(
                            value,
                            fields.getOrDefault("unit:" + pointer, List.of()).getLast()));
        } else {
            setLeaf(object, name, value);
        }
    }

    private static JsonNode parent(ObjectNode document, String pointer) {
        var found = document.at(pointer);
        // A target that was not there before.
        if (found.isMissingNode() && pointer.startsWith("/targets/")) {
            return document.withObject(pointer);
        }
        return found;
    }

    private static String unescape(String token) {
        return token.replace("~1", "/").replace("~0", "~");
    }

    private static void setWords(ArrayNode array, String value) {
        for (var word : value.split("\\s+", -1)) {
            if (!word.isEmpty()) {
                array.add(word);
            }
        }
    }

    private static void setLeaf(ObjectNode object, String name, String value) {
        var before = object.get(name);
        if (before != null && before.isBoolean()) {
            object.put(name, value.equals("true"));
        } else if ((before == null || before.isNumber())
                && NUMBER.matcher(value).matches()) {
            var number = new BigDecimal(value.replace(',', '.')).stripTrailingZeros();
            if (number.scale() <= 0) {
                object.put(name, number.longValueExact());
            } else {
                object.put(name, number);
            }
        } else {
            object.put(name, value);
        }
    }

    private static String duration(String value, String unit) {
        if (!NUMBER.matcher(value).matches() || value.startsWith("-")) {
            return value;
        }
        var seconds =
                switch (unit) {
                    case "days" -> 86_400;
                    case "hours" -> 3600;
                    default -> 60;
                };
        var total = new BigDecimal(value.replace(',', '.')).multiply(BigDecimal.valueOf(seconds));
        return Duration.ofSeconds(total.longValue()).toString();
    }

    private static void switchRule(ObjectNode document, String pointer, boolean on) {
        if (document.at(pointer) instanceof ObjectNode rule) {
            if (!on) {
                rule.put("until", NEVER);
            } else if (isOff(rule)) {
                rule.remove("until");
            }
        }
    }

    /// Whether the rule was switched off by this form.
    static boolean isOff(JsonNode rule) {
        return rule.path("until").asText().equals(NEVER);
    }

    private static void dropEmptyTargets(ObjectNode document) {
        if (document.get("targets") instanceof ObjectNode targets) {
            targets.properties().stream()
                    .filter(target -> target.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(targets::remove);
        }
    }
}
