package health.vigil.clinical.vitals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a device measures in one go.
public enum ReadingKind {
    BLOOD_PRESSURE("blood-pressure"),
    GLUCOSE("glucose"),
    WEIGHT("weight");

    private final String code;

    ReadingKind(String code) {
        this.code = code;
    }

    /// The name in JSON, e.g. `blood-pressure`.
    public String code() {
        return code;
    }

    /// A reading of this kind without one of these is none.
    public List<Metric> required() {
        return switch (this) {
            case BLOOD_PRESSURE -> List.of(Metric.SYSTOLIC, Metric.DIASTOLIC);
            case GLUCOSE -> List.of(Metric.GLUCOSE);
            case WEIGHT -> List.of(Metric.WEIGHT);
        };
    }

    public List<Metric> optional() {
        return switch (this) {
            case BLOOD_PRESSURE -> List.of(Metric.MEAN_ARTERIAL_PRESSURE, Metric.PULSE);
            case GLUCOSE, WEIGHT -> List.of();
        };
    }

    /// Every metric that a reading of this kind can carry.
    public List<Metric> metrics() {
        return Stream.concat(required().stream(), optional().stream()).toList();
    }

    public static Optional<ReadingKind> of(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }

    /// The kind of reading that carries this metric.
    public static ReadingKind carrying(Metric metric) {
        return switch (metric) {
            case SYSTOLIC, DIASTOLIC, MEAN_ARTERIAL_PRESSURE, PULSE -> BLOOD_PRESSURE;
            case GLUCOSE -> GLUCOSE;
            case WEIGHT -> WEIGHT;
        };
    }
}
