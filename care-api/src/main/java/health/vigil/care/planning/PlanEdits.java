package health.vigil.care.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.clinical.plans.Template;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.plandocuments.PlanDocument;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;

/// What the buttons of the form do to its document: add and remove rules, limits and schedules, begin with a template.
/// Nothing is saved by them.
final class PlanEdits {

    private PlanEdits() {}

    /// Does what a button says.
    ///
    /// @return the document to go on with
    static ObjectNode apply(ObjectNode document, String action) {
        var cut = action.indexOf(':');
        var what = cut < 0 ? action : action.substring(0, cut);
        var where = cut < 0 ? "" : action.substring(cut + 1);
        switch (what) {
            case "remove" -> remove(document, where);
            case "append" -> append(document, where);
            case "add-rule" -> document.withArray("/rules").add(newRule(where));
            case "add-schedule" -> addSchedule(document);
            case "template" -> {
                return template(document, where);
            }
            default -> {
                // Shows the form again as it is.
            }
        }
        return document;
    }

    private static void remove(ObjectNode document, String pointer) {
        var cut = pointer.lastIndexOf('/');
        if (cut > 0 && document.at(pointer.substring(0, cut)) instanceof ArrayNode array) {
            var index = pointer.substring(cut + 1);
            if (index.matches("\\d{1,3}") && array.has(Integer.parseInt(index))) {
                array.remove(Integer.parseInt(index));
            }
        }
    }

    /// Another one like the last.
    private static void append(ObjectNode document, String pointer) {
        if (document.at(pointer) instanceof ArrayNode array && !array.isEmpty()) {
            array.add(array.get(array.size() - 1).deepCopy());
        }
    }

    private static JsonNode newRule(String kind) {
        var rule = NewRules.of(kind)
                .orElseThrow(() -> new InvalidRequestException("action", "There is no such kind of rule."));
        // Never the id of a rule that the plan once had: alerts of the two would be taken for one another's.
        return rule.put("id", kind + "-" + UUID.randomUUID().toString().substring(0, 8));
    }

    private static void addSchedule(ObjectNode document) {
        var schedules = document.withArray("/schedules");
        var taken = schedules.findValuesAsText("kind");
        for (var kind : new String[] {"blood-pressure", "glucose", "weight"}) {
            if (!taken.contains(kind)) {
                var schedule = schedules.addObject().put("kind", kind);
                schedule.putArray("parts").add("morning");
                return;
            }
        }
    }

    private static ObjectNode template(ObjectNode document, String code) {
        var template = Template.of(code)
                .orElseThrow(() -> new InvalidRequestException("template", "There is no such template."));
        return FormFields.parse(
                PlanDocument.write(template.in(zone(document.path("zone").asText()))));
    }

    private static ZoneId zone(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException _) {
            return ZoneOffset.UTC;
        }
    }
}
