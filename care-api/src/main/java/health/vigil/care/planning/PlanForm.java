package health.vigil.care.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Metric;
import health.vigil.plandocuments.InvalidPlanException;
import health.vigil.plandocuments.InvalidPlanException.Problem;
import health.vigil.plandocuments.PlanDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The form of a care plan, made of a document that need not make sense yet.
///
/// @param document goes with the form, so that what has no field is kept
/// @param basedOn the version that was the newest when somebody began to fill it in
/// @param effectiveFrom by the patient's clock, as a browser writes it; empty for at once
/// @param problems what is wrong, in sentences
public record PlanForm(
        String document,
        int basedOn,
        String reason,
        String effectiveFrom,
        Field zone,
        List<FieldGroup> targets,
        List<FieldGroup> schedules,
        List<RuleCard> rules,
        List<Option> kinds,
        List<Option> templates,
        List<Problem> problems) {

    /// Made of a document.
    ///
    /// @param opened the JSON pointer of what somebody works at
    static PlanForm of(
            ObjectNode document,
            int basedOn,
            String reason,
            String effectiveFrom,
            List<Problem> problems,
            String opened) {
        var byPath = problems.stream()
                .collect(Collectors.toMap(Problem::path, Problem::sentence, (one, other) -> one, LinkedHashMap::new));
        var tree = new FieldTree(byPath);
        var zone = new Field(
                "/zone",
                "Time zone",
                Field.Type.TEXT,
                document.path("zone").asText(),
                List.of(),
                "",
                false,
                byPath.getOrDefault("/zone", ""));
        return new PlanForm(
                document.toString(),
                basedOn,
                reason,
                effectiveFrom,
                zone,
                targets(document, byPath),
                schedules(document, byPath),
                rules(document, tree, problems, opened),
                NewRules.kinds(),
                templates(document),
                problems);
    }

    /// What is wrong, with where, for people.
    public List<String> sentences() {
        return problems.stream()
                .map(problem -> where(problem.path()) + problem.sentence())
                .toList();
    }

    private String where(String path) {
        return rules.stream()
                .filter(rule -> (path + "/").startsWith(rule.path() + "/"))
                .map(rule -> rule.title() + ": "
                        + path.substring(rule.path().length()).replace('/', ' ').strip() + " ")
                .findFirst()
                .orElse(path.isEmpty() ? "" : path.replace('/', ' ').strip() + ": ");
    }

    private static List<Option> templates(JsonNode document) {
        return Stream.of(Template.values())
                .map(template -> new Option(
                        template.code(),
                        template.title(),
                        template.code().equals(document.path("template").asText())))
                .toList();
    }

    private static List<FieldGroup> targets(JsonNode document, Map<String, String> errors) {
        return Stream.of(Metric.values())
                .filter(metric -> metric != Metric.MEAN_ARTERIAL_PRESSURE
                        || document.at("/targets/" + metric.code()).isObject())
                .map(metric -> new FieldGroup(
                        metric.code(),
                        Stream.of("low", "high")
                                .map(end -> target(document, metric, end, errors))
                                .toList(),
                        List.of(),
                        "",
                        ""))
                .toList();
    }

    private static Field target(JsonNode document, Metric metric, String end, Map<String, String> errors) {
        var path = "/targets/" + metric.code();
        var pointer = path + "/" + end;
        var value = FieldTree.text(document.at(pointer));
        var missing = value.isEmpty() ? errors.getOrDefault(path, "") : "";
        return new Field(
                pointer,
                end.equals("low") ? "from" : "to",
                Field.Type.NUMBER,
                value,
                List.of(),
                metric.unit().display(),
                true,
                errors.getOrDefault(pointer, missing));
    }

    private static List<FieldGroup> schedules(JsonNode document, Map<String, String> errors) {
        var groups = new ArrayList<FieldGroup>();
        var schedules = document.path("schedules");
        for (var i = 0; i < schedules.size(); i++) {
            var path = "/schedules/" + i;
            var schedule = schedules.get(i);
            var parts = String.join(
                    " ",
                    schedule.path("parts").valueStream().map(JsonNode::asText).toList());
            groups.add(new FieldGroup(
                    "",
                    List.of(
                            choice(
                                    path + "/kind",
                                    "Reading",
                                    schedule.path("kind").asText(),
                                    errors,
                                    "blood-pressure",
                                    "glucose",
                                    "weight"),
                            choice(
                                    path + "/parts",
                                    "Expected",
                                    parts,
                                    errors,
                                    "morning",
                                    "evening",
                                    "morning evening",
                                    "all-day"),
                            new Field(
                                    path + "/days",
                                    "for (days)",
                                    Field.Type.NUMBER,
                                    FieldTree.text(schedule.path("days")),
                                    List.of(),
                                    "",
                                    true,
                                    errors.getOrDefault(path + "/days", ""))),
                    List.of(),
                    "remove:" + path,
                    "Remove"));
        }
        return groups;
    }

    private static Field choice(
            String pointer, String label, String chosen, Map<String, String> errors, String... values) {
        var options = Stream.concat(Stream.of(values), Stream.of(chosen))
                .distinct()
                .map(value -> FieldTree.option(value, chosen))
                .toList();
        return new Field(
                pointer, label, Field.Type.CHOICE, chosen, options, "", false, errors.getOrDefault(pointer, ""));
    }

    private static List<RuleCard> rules(ObjectNode document, FieldTree tree, List<Problem> problems, String opened) {
        var cards = new ArrayList<RuleCard>();
        var rules = document.path("rules");
        for (var i = 0; i < rules.size(); i++) {
            var path = "/rules/" + i;
            var rule = rules.get(i);
            var definition = FieldTree.definition("rule");
            var errors = problems.stream()
                    .filter(problem -> (problem.path() + "/").startsWith(path + "/"))
                    .map(Problem::sentence)
                    .toList();
            cards.add(new RuleCard(
                    path,
                    rule.path("title").asText(),
                    describe(document, rule),
                    rule.path("source").asText(),
                    rule.path("severity").asText(),
                    !FormFields.isOff(rule),
                    !errors.isEmpty() || (opened + "/").startsWith(path + "/"),
                    List.of(
                            tree.field(rule, "title", path + "/title", definition),
                            tree.field(rule, "severity", path + "/severity", definition)),
                    tree.condition(rule.path("condition"), path + "/condition", "", "", ""),
                    tree.fields(rule.path("filter"), path + "/filter", FieldTree.definition("filter")),
                    errors));
        }
        return cards;
    }

    private static String describe(ObjectNode document, JsonNode rule) {
        try {
            var alone = document.deepCopy();
            alone.putArray("rules").add(rule);
            return PlanDocument.read(alone.toString())
                    .rules()
                    .getFirst()
                    .condition()
                    .describe();
        } catch (InvalidPlanException _) {
            return "";
        }
    }
}
