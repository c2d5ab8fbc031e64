package health.vigil.clinical.vitals;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// Readings as tests write them: of one device, and received a minute after they were measured.
public final class Readings {

    public static final UUID DEVICE = UUID.fromString("4f1c9a52-6d0e-4b53-9d0a-0c3a6f0b7f11");

    private Readings() {}

    public static Reading bloodPressure(Instant at, double systolic, double diastolic) {
        return of(
                ReadingKind.BLOOD_PRESSURE,
                at,
                Map.of(Metric.SYSTOLIC, new Value.Exact(systolic), Metric.DIASTOLIC, new Value.Exact(diastolic)));
    }

    public static Reading glucose(Instant at, double value) {
        return glucose(at, new Value.Exact(value));
    }

    public static Reading glucose(Instant at, Value value) {
        return of(ReadingKind.GLUCOSE, at, Map.of(Metric.GLUCOSE, value));
    }

    public static Reading weight(Instant at, double kilograms) {
        return of(ReadingKind.WEIGHT, at, Map.of(Metric.WEIGHT, new Value.Exact(kilograms)));
    }

    public static Reading of(ReadingKind kind, Instant at, Map<Metric, Value> measurements) {
        var id = Reading.identify(DEVICE, -1, kind, at, measurements);
        return new Reading(id, kind, at, at.plus(Duration.ofMinutes(1)), false, measurements);
    }

    public static Reading receivedAfter(Duration delay, Reading reading) {
        return new Reading(
                reading.id(),
                reading.kind(),
                reading.measuredAt(),
                reading.measuredAt().plus(delay),
                reading.clockSuspect(),
                reading.measurements());
    }

    public static Reading withSuspectClock(Reading reading) {
        return new Reading(
                reading.id(), reading.kind(), reading.measuredAt(), reading.receivedAt(), true, reading.measurements());
    }

    public static Reading measuring(Map<Metric, Value> measurements, Reading reading) {
        return new Reading(
                reading.id(),
                reading.kind(),
                reading.measuredAt(),
                reading.receivedAt(),
                reading.clockSuspect(),
                measurements);
    }
}
