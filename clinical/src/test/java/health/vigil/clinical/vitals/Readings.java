package health.vigil.clinical.vitals;

import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Presence;
import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.plans.PlanHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Readings as tests write them: of one device, and received a minute after they were measured.
public final class Readings {

    public static final UUID DEVICE = UUID.fromString("4f1c9a52-6d0e-4b53-9d0a-0c3a6f0b7f11");

    public static final UUID PATIENT = UUID.fromString("9d3c0a1e-2f64-4c57-8a90-6f0f5f1f7a01");

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
        var received = reading.measuredAt().plus(delay);
        return changed(reading, received, reading.clockSuspect(), reading.measurements(), reading.context());
    }

    public static Reading withSuspectClock(Reading reading) {
        return changed(reading, reading.receivedAt(), true, reading.measurements(), reading.context());
    }

    public static Reading measuring(Map<Metric, Value> measurements, Reading reading) {
        return changed(reading, reading.receivedAt(), reading.clockSuspect(), measurements, reading.context());
    }

    public static Reading at(Meal meal, Reading reading) {
        return in(new Context(Optional.of(meal), Optional.empty(), false), reading);
    }

    public static Reading held(Posture posture, Reading reading) {
        return in(new Context(Optional.empty(), Optional.of(posture), false), reading);
    }

    /// A human has said that it is this patient's.
    public static Reading confirmed(Reading reading) {
        return in(new Context(reading.context().meal(), reading.context().posture(), true), reading);
    }

    public static Reading in(Context context, Reading reading) {
        return changed(reading, reading.receivedAt(), reading.clockSuspect(), reading.measurements(), context);
    }

    private static Reading changed(
            Reading reading,
            Instant receivedAt,
            boolean clockSuspect,
            Map<Metric, Value> measurements,
            Context context) {
        return new Reading(
                reading.id(), reading.kind(), reading.measuredAt(), receivedAt, clockSuspect, measurements, context);
    }

    /// An evaluation of these readings, with devices that nobody ever heard of.
    public static Evaluation evaluation(PlanHistory plans, Instant now, Reading... readings) {
        var all = List.of(readings);
        return new Evaluation(
                PATIENT,
                plans,
                kind -> Series.of(
                        all.stream().filter(reading -> reading.kind() == kind).toList()),
                Presence.UNKNOWN,
                now);
    }
}
