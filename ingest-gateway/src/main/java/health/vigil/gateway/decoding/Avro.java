package health.vigil.gateway.decoding;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.schemas.Kind;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MeterRange;
import health.vigil.schemas.MetricName;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Clinical terms as the contracts write them. The names are the same, and a test holds that.
final class Avro {

    private Avro() {}

    static Kind kind(ReadingKind kind) {
        return Kind.valueOf(kind.name());
    }

    static List<Measured> measurements(Map<Metric, Value> measurements) {
        return new EnumMap<>(measurements)
                .entrySet().stream()
                        .map(entry -> measured(entry.getKey(), entry.getValue()))
                        .toList();
    }

    private static Measured measured(Metric metric, Value value) {
        var name = MetricName.valueOf(metric.name());
        return switch (value) {
            case Value.Exact(double number) -> new Measured(name, number, null);
            case Value.OutOfRange outside -> new Measured(name, null, MeterRange.valueOf(outside.name()));
        };
    }
}
