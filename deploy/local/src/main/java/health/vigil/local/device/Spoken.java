package health.vigil.local.device;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Unit;
import health.vigil.clinical.vitals.Value;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A reading as a person types it: `blood-pressure=142/91/72`, `glucose=5.8mmol/L`, `weight=82.4`, with `@` and a time
/// where it was not just now.
record Spoken(ReadingKind kind, Map<Metric, Value> values, Optional<SaidTime> at) {

    private static final Pattern FORM = Pattern.compile("([a-z-]+)=([^@]+)(?:@(.+))?");
    private static final Pattern QUANTITY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*(.*)");

    /// @throws IllegalArgumentException where it is none; the message says what would be one
    static Spoken parse(String text) {
        var form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "A reading is e.g. blood-pressure=142/91/72, glucose=5.8mmol/L or weight=82.4, not: " + text);
        }
        var kind = ReadingKind.of(form.group(1))
                .orElseThrow(() -> new IllegalArgumentException(
                        "A reading is of blood-pressure, glucose or weight, not of " + form.group(1) + "."));
        var at = Optional.ofNullable(form.group(3)).map(time -> SaidTime.parse(time)
                .orElseThrow(() -> new IllegalArgumentException(
                        "What follows @ is a time like 2026-11-23T07:30:00+01:00, not " + time + ".")));
        return new Spoken(kind, values(kind, form.group(2).strip()), at);
    }

    private static Map<Metric, Value> values(ReadingKind kind, String text) {
        var values = new EnumMap<Metric, Value>(Metric.class);
        if (kind == ReadingKind.BLOOD_PRESSURE) {
            var parts = text.split("/", -1);
            if (parts.length < 2 || parts.length > 3) {
                throw new IllegalArgumentException("A blood pressure is systolic/diastolic or with /pulse: " + text);
            }
            values.put(Metric.SYSTOLIC, value(Metric.SYSTOLIC, parts[0]));
            values.put(Metric.DIASTOLIC, value(Metric.DIASTOLIC, parts[1]));
            if (parts.length == 3) {
                values.put(Metric.PULSE, value(Metric.PULSE, parts[2]));
            }
            return values;
        }
        var metric = kind.required().getFirst();
        values.put(metric, value(metric, text));
        return values;
    }

    private static Value value(Metric metric, String text) {
        if (metric.meterSaysHighOrLow() && text.equals("HI")) {
            return Value.OutOfRange.HIGH;
        }
        if (metric.meterSaysHighOrLow() && text.equals("LO")) {
            return Value.OutOfRange.LOW;
        }
        var quantity = QUANTITY.matcher(text);
        if (!quantity.matches()) {
            throw new IllegalArgumentException(metric.code() + " must be a number, not " + text + ".");
        }
        var unit = quantity.group(2).isEmpty() ? Optional.of(metric.unit()) : Unit.of(quantity.group(2));
        return metric.normalise(
                new BigDecimal(quantity.group(1)),
                unit.orElseThrow(() -> new IllegalArgumentException(quantity.group(2)
                        + " is no unit that Vigil knows, e.g. " + metric.unit().display() + ".")));
    }
}
