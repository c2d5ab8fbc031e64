package health.vigil.gateway.decoding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Optional;

/// A record with all that the base fields before it say.
///
/// @param name the whole of it
/// @param time seconds since 1970
/// @param unit empty where none is said
record SenmlRecord(
        String name,
        BigDecimal time,
        String unit,
        Optional<BigDecimal> number,
        Optional<String> text,
        Optional<Boolean> flag) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /// What the value is of: the last part of the name.
    String label() {
        return name.substring(prefix().length());
    }

    /// Of what: all before.
    String prefix() {
        var end = Math.max(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')), name.lastIndexOf('_'));
        return name.substring(0, end + 1);
    }

    /// A pack of such records, in JSON.
    static String write(Collection<SenmlRecord> records) {
        var pack = JSON.createArrayNode();
        for (var each : records) {
            var node = pack.addObject().put("n", each.name()).put("t", each.time());
            if (!each.unit().isEmpty()) {
                node.put("u", each.unit());
            }
            each.number().ifPresent(number -> node.put("v", number));
            each.text().ifPresent(text -> node.put("vs", text));
            each.flag().ifPresent(flag -> node.put("vb", flag));
        }
        try {
            return JSON.writeValueAsString(pack);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
