package health.vigil.care.recovery;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How far a decision about all that match has come.
///
/// @param what `replay` or `dismiss`
/// @param next where to go on; empty when it is done
/// @param fields of the form that it goes on with
public record BulkProgress(
        Place place, String what, int decided, int refused, int total, String next, Map<String, String> fields) {

    private static final List<String> KEPT = List.of("device", "reason", "deviceId", "unit", "shift", "why", "total");

    static Map<String, String> fields(Map<String, List<String>> form) {
        var fields = new TreeMap<String, String>();
        KEPT.forEach(name -> {
            var values = form.getOrDefault(name, List.of());
            if (!values.isEmpty()) {
                fields.put(name, values.getFirst());
            }
        });
        return fields;
    }

    public boolean isDone() {
        return next.isEmpty();
    }
}
