package health.vigil.care.planning;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.clinical.vitals.Metric;
import health.vigil.plandocuments.PlanDocument;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/// Makes fields of a part of the document, led by the JSON Schema: a new kind of rule has a form as soon as it has a
/// schema.
final class FieldTree {

    private static final JsonNode SCHEMA = FormFields.parse(PlanDocument.schema());
    private static final Set<String> IN_THE_METRICS_UNIT =
            Set.of("limit", "clear", "low", "high", "amount", "leastDeviation");
    private static final Set<String> SHARES = Set.of("variability", "share-in-range");

    /// What a field is called where its name in the document does not say enough.
    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("clear", "back to normal at"),
            Map.entry("inclusive", "limit itself counts"),
            Map.entry("ofLast", "of the last (readings)"),
            Map.entry("within", "within"),
            Map.entry("withoutFirstDay", "leave out the first day"),
            Map.entry("minimumDays", "at least (days)"),
            Map.entry("minimumReadings", "at least (readings)"),
            Map.entry("days", "window (days)"),
            Map.entry("by", "confirmed by"),
            Map.entry("atOnce", "raise at once, unconfirmed"),
            Map.entry("score", "z-score"),
            Map.entry("leastDeviation", "deviation of at least"),
            Map.entry("missed", "missed in a row"),
            Map.entry("grace", "and then after"),
            Map.entry("partOfDay", "part of the day"),
            Map.entry("meals", "meal"),
            Map.entry("postures", "posture"),
            Map.entry("percent", "percent"));

    private final Map<String, String> errors;

    /// Fields with what is wrong with them, by their pointers.
    FieldTree(Map<String, String> errors) {
        this.errors = errors;
    }

    FieldGroup condition(JsonNode condition, String path, String title, String action, String button) {
        var type = condition.path("type").asText();
        var fields = new ArrayList<Field>();
        var groups = new ArrayList<FieldGroup>();
        var definition = definition(type);
        for (var property : definition.path("properties").properties()) {
            var name = property.getKey();
            var pointer = path + "/" + name;
            var itemType = property.getValue().path("items").path("$ref").asText();
            if (itemType.endsWith("/bound")) {
                groups.addAll(bounds(condition.path(name), pointer, name));
            } else if (itemType.endsWith("/condition")) {
                groups.addAll(parts(condition.path(name), pointer));
            } else if (!name.equals("type")) {
                fields.add(field(condition, name, pointer, definition));
            }
        }
        return new FieldGroup(title, fields, groups, action, button);
    }

    private List<FieldGroup> bounds(JsonNode bounds, String path, String name) {
        var groups = new ArrayList<FieldGroup>();
        for (var i = 0; i < bounds.size(); i++) {
            var title = name.equals("unless") ? "Unless beyond" : i == 0 ? "Limit" : "or limit";
            var removable = bounds.size() > 1 || name.equals("unless");
            groups.add(new FieldGroup(
                    title,
                    fields(bounds.get(i), path + "/" + i, definition("bound")),
                    List.of(),
                    (removable ? "remove:" + path + "/" + i : "append:" + path),
                    removable ? "Remove limit" : "Add a limit"));
        }
        return groups;
    }

    private List<FieldGroup> parts(JsonNode parts, String path) {
        var groups = new ArrayList<FieldGroup>();
        for (var i = 0; i < parts.size(); i++) {
            groups.add(condition(parts.get(i), path + "/" + i, i == 0 ? "Both this" : "and this", "", ""));
        }
        return groups;
    }

    /// All the fields of an object, as a part of the schema defines them.
    List<Field> fields(JsonNode object, String path, JsonNode definition) {
        return definition.path("properties").properties().stream()
                .map(Map.Entry::getKey)
                .map(name -> field(object, name, path + "/" + name, definition))
                .toList();
    }

    static JsonNode definition(String name) {
        return SCHEMA.path("$defs").path(name);
    }

    Field field(JsonNode object, String name, String pointer, JsonNode definition) {
        var schema = definition.path("properties").path(name);
        var value = object.path(name);
        var optional = StreamSupport.stream(definition.path("required").spliterator(), false)
                .noneMatch(required -> required.asText().equals(name));
        if (schema.has("pattern") && schema.path("pattern").asText().startsWith("^P")) {
            return duration(value, name, pointer, optional);
        }
        var choices =
                schema.has("enum") ? schema.path("enum") : schema.path("items").path("enum");
        if (choices.isArray()) {
            return choice(value, name, pointer, choices, schema.has("items"));
        }
        if (schema.path("type").asText().equals("boolean")) {
            return new Field(
                    pointer, label(name), Field.Type.TICK, value.asText("false"), List.of(), "", false, error(pointer));
        }
        var type = schema.path("type").asText().equals("string") ? Field.Type.TEXT : Field.Type.NUMBER;
        return new Field(
                pointer, label(name), type, text(value), List.of(), unit(object, name), optional, error(pointer));
    }

    /// As a person would write it: 90 and not 90.0.
    static String text(JsonNode value) {
        return value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.asText("");
    }

    private Field duration(JsonNode value, String name, String pointer, boolean optional) {
        var text = value.asText("");
        var unit = "minutes";
        try {
            var duration = Duration.parse(text);
            unit = unitOf(duration);
            text = number(duration, unit);
        } catch (DateTimeParseException _) {
            // Shown as it was filled in, with what is wrong.
        }
        return new Field(pointer, label(name), Field.Type.DURATION, text, List.of(), unit, optional, error(pointer));
    }

    private static String unitOf(Duration duration) {
        if (duration.isPositive() && duration.toSeconds() % 86_400 == 0) {
            return "days";
        }
        return duration.isPositive() && duration.toSeconds() % 3600 == 0 ? "hours" : "minutes";
    }

    private static String number(Duration duration, String unit) {
        return switch (unit) {
            case "days" -> Long.toString(duration.toDays());
            case "hours" -> Long.toString(duration.toHours());
            default -> Long.toString(duration.toMinutes());
        };
    }

    private Field choice(JsonNode value, String name, String pointer, JsonNode choices, boolean several) {
        var chosen = several
                ? String.join(
                        " ",
                        StreamSupport.stream(value.spliterator(), false)
                                .map(JsonNode::asText)
                                .toList())
                : value.asText("");
        var options = new ArrayList<Option>();
        if (several) {
            options.add(new Option("", "any", chosen.isEmpty()));
        }
        choices.forEach(choice -> options.add(option(choice.asText(), chosen)));
        if (several && chosen.contains(" ")) {
            options.add(option(chosen, chosen));
        }
        return new Field(pointer, label(name), Field.Type.CHOICE, chosen, options, "", false, error(pointer));
    }

    static Option option(String value, String chosen) {
        return new Option(value, value.replace(" ", ", ").replace('-', ' '), value.equals(chosen));
    }

    private static String label(String name) {
        return LABELS.getOrDefault(name, name);
    }

    private static String unit(JsonNode object, String name) {
        if (name.equals("percent")
                || (name.equals("clear") && SHARES.contains(object.path("type").asText()))) {
            return "%";
        }
        var score = object.path("type").asText().equals("baseline") && name.equals("clear");
        if (score || !IN_THE_METRICS_UNIT.contains(name)) {
            return "";
        }
        return Metric.of(object.path("metric").asText())
                .map(metric -> metric.unit().display())
                .orElse("");
    }

    private String error(String pointer) {
        return errors.getOrDefault(pointer, "");
    }
}
