package health.vigil.clinical.trends;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/// The bands that glucose is reported in, in mg/dL (international consensus on time in range, Diabetes Care 42, 2019,
/// pages 1593 to 1603): the same for everybody, beside the patient's own target range.
public enum Band {
    VERY_LOW(Double.NEGATIVE_INFINITY),
    LOW(54),
    IN_RANGE(70),
    HIGH(181),
    VERY_HIGH(251);

    // Values are whole numbers before they are compared, as a meter shows them.
    private final double from;

    Band(double from) {
        this.from = from;
    }

    static Band of(Value value) {
        return Arrays.stream(values())
                .filter(band -> value.rank() >= band.from)
                .reduce((_, higher) -> higher)
                .orElseThrow();
    }

    /// How many readings are in each band.
    public static Map<Band, Integer> count(Collection<Reading> readings) {
        var counts = new EnumMap<Band, Integer>(Band.class);
        for (var reading : readings) {
            reading.value(Metric.GLUCOSE).ifPresent(value -> counts.merge(of(value), 1, Integer::sum));
        }
        return counts;
    }
}
