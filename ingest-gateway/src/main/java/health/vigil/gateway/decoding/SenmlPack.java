package health.vigil.gateway.decoding;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.clinical.vitals.Metric;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A SenML pack, its base fields resolved (RFC 8428, section 4).
final class SenmlPack {

    private static final int VERSION = 10;

    /// A time below is one relative to now.
    private static final BigDecimal ABSOLUTE = BigDecimal.valueOf(1 << 28);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9\\-:./_]*");

    private static final int LONGEST_NAME = 256;

    /// The labels of CBOR, by those of JSON.
    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("-1", "bver"),
            Map.entry("-2", "bn"),
            Map.entry("-3", "bt"),
            Map.entry("-4", "bu"),
            Map.entry("-5", "bv"),
            Map.entry("-6", "bs"),
            Map.entry("0", "n"),
            Map.entry("1", "u"),
            Map.entry("2", "v"),
            Map.entry("3", "vs"),
            Map.entry("4", "vb"),
            Map.entry("5", "s"),
            Map.entry("6", "t"),
            Map.entry("7", "ut"),
            Map.entry("8", "vd"));

    private static final Set<String> TEXTS = Set.of("bn", "bu", "n", "u", "vs", "vd");
    private static final Set<String> NUMBERS = Set.of("bver", "bt", "bv", "bs", "v", "s", "t", "ut");

    private final JsonNode pack;
    private final Instant now;

    private String baseName = "";
    private BigDecimal baseTime = BigDecimal.ZERO;
    private String baseUnit = "";
    private BigDecimal baseValue = BigDecimal.ZERO;

    /// @param now what relative times are relative to
    SenmlPack(JsonNode pack, Instant now) {
        this.pack = pack;
        this.now = now;
    }

    /// @throws RefusedException where the pack must not be understood as SenML
    List<SenmlRecord> resolve() throws RefusedException {
        if (!pack.isArray()) {
            throw invalid("A pack is an array of records.");
        }
        if (pack.isEmpty()) {
            throw new RefusedException(Reason.EMPTY, "The pack holds no record.");
        }
        var records = new ArrayList<SenmlRecord>();
        for (var element : pack) {
            var fields = fields(element);
            take(fields);
            resolve(fields).ifPresent(records::add);
        }
        return records;
    }

    private static Map<String, JsonNode> fields(JsonNode element) throws RefusedException {
        if (!element.isObject()) {
            throw invalid("A record is an object.");
        }
        var fields = new HashMap<String, JsonNode>();
        for (var field : element.properties()) {
            var label = LABELS.getOrDefault(field.getKey(), field.getKey());
            var value = field.getValue();
            if ((TEXTS.contains(label) && !value.isTextual())
                    || (NUMBERS.contains(label) && !(value.isNumber() && isOrdinary(value)))
                    || (label.equals("vb") && !value.isBoolean())) {
                throw invalid("The field " + label + " has a value of another type than SenML's.");
            }
            if (label.endsWith("_")) {
                throw invalid("A field that must be understood is not known to Vigil.");
            }
            if (fields.put(label, value) != null) {
                throw invalid("The field " + label + " is there twice.");
            }
        }
        return fields;
    }

    /// CBOR can say not a number and infinite.
    private static boolean isOrdinary(JsonNode value) {
        return Double.isFinite(value.doubleValue()) && Metric.isOrdinary(value.decimalValue());
    }

    private void take(Map<String, JsonNode> fields) throws RefusedException {
        var version = fields.get("bver");
        if (version != null && version.decimalValue().compareTo(BigDecimal.valueOf(VERSION)) > 0) {
            throw invalid("The version is later than " + VERSION + ".");
        }
        baseName = text(fields, "bn").orElse(baseName);
        baseUnit = text(fields, "bu").orElse(baseUnit);
        baseTime = number(fields, "bt").orElse(baseTime);
        baseValue = number(fields, "bv").orElse(baseValue);
    }

    /// Empty for a record that has base fields only, or a sum.
    private Optional<SenmlRecord> resolve(Map<String, JsonNode> fields) throws RefusedException {
        var number = number(fields, "v").map(baseValue::add);
        var text = text(fields, "vs");
        var flag = Optional.ofNullable(fields.get("vb")).map(JsonNode::booleanValue);
        if (number.isEmpty() && text.isEmpty() && flag.isEmpty()) {
            return Optional.empty();
        }
        var name = baseName + text(fields, "n").orElse("");
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw invalid("A name, after its base name, must be of letters, digits and - : . / _ and begin with one"
                    + " of the first two.");
        }
        var time = baseTime.add(number(fields, "t").orElse(BigDecimal.ZERO));
        return Optional.of(new SenmlRecord(
                name,
                time.compareTo(ABSOLUTE) < 0 ? time.add(BigDecimal.valueOf(now.getEpochSecond())) : time,
                text(fields, "u").orElse(baseUnit),
                number,
                text,
                flag));
    }

    private static Optional<String> text(Map<String, JsonNode> fields, String label) {
        return Optional.ofNullable(fields.get(label)).map(JsonNode::textValue);
    }

    private static Optional<BigDecimal> number(Map<String, JsonNode> fields, String label) {
        return Optional.ofNullable(fields.get(label)).map(JsonNode::decimalValue);
    }

    private static RefusedException invalid(String sentence) {
        return new RefusedException(Reason.SENML_INVALID, sentence);
    }
}
