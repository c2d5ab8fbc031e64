package health.vigil.clinical.vitals;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// What a patient's device measured at one moment, in canonical units.
///
/// @param clockSuspect the measured time cannot be right: the reading counts by itself, but in no trend
public record Reading(
        UUID id,
        ReadingKind kind,
        Instant measuredAt,
        Instant receivedAt,
        boolean clockSuspect,
        Map<Metric, Value> measurements,
        Context context) {

    /// Oldest first, as [Position] orders them.
    public static final Comparator<Reading> BY_TIME = Reading::compare;

    private static int compare(Reading one, Reading other) {
        return Position.compare(one.measuredAt, one.id, other.measuredAt, other.id);
    }

    public Reading {
        measurements = Map.copyOf(measurements);
        if (!measurements.keySet().containsAll(kind.required())) {
            throw new IllegalArgumentException("a " + kind.code() + " reading needs " + kind.required());
        }
    }

    /// Without context.
    public Reading(
            UUID id,
            ReadingKind kind,
            Instant measuredAt,
            Instant receivedAt,
            boolean clockSuspect,
            Map<Metric, Value> measurements) {
        this(id, kind, measuredAt, receivedAt, clockSuspect, measurements, Context.NONE);
    }

    public Position position() {
        return new Position(measuredAt, id);
    }

    public Optional<Value> value(Metric metric) {
        return Optional.ofNullable(measurements.get(metric));
    }

    /// The values as a person would say them, e.g. `186/112 mmHg, pulse 72 /min`.
    public String text() {
        return switch (kind) {
            case BLOOD_PRESSURE ->
                format(Metric.SYSTOLIC) + "/" + format(Metric.DIASTOLIC) + " "
                        + Metric.SYSTOLIC.unit().display()
                        + value(Metric.PULSE)
                                .map(pulse -> ", pulse " + Metric.PULSE.format(pulse) + " "
                                        + Metric.PULSE.unit().display())
                                .orElse("");
            case GLUCOSE -> withUnit(Metric.GLUCOSE);
            case WEIGHT -> withUnit(Metric.WEIGHT);
        };
    }

    private String withUnit(Metric metric) {
        return format(metric) + " " + metric.unit().display();
    }

    private String format(Metric metric) {
        return metric.format(value(metric).orElseThrow());
    }

    /// The name-based id of a reading: what it is, and nothing of how it came. The same reading has the same id in
    /// whatever notation, unit or format, and however often it is sent.
    ///
    /// @param userSlot the device's own user number, or -1 where it names none
    /// @param measuredAt as the device said it, before any correction of its clock
    public static UUID identify(
            UUID device, int userSlot, ReadingKind kind, Instant measuredAt, Map<Metric, Value> measurements) {
        return identify(device, userSlot, kind, new SaidTime.Moment(measuredAt), measurements);
    }

    /// The same of a time that may have no zone: the same hour in two zones is two readings.
    ///
    /// @param userSlot the device's own user number, or -1 where it names none
    public static UUID identify(
            UUID device, int userSlot, ReadingKind kind, SaidTime said, Map<Metric, Value> measurements) {
        var values = new EnumMap<Metric, Value>(measurements)
                .entrySet().stream()
                        .map(entry ->
                                entry.getKey().code() + "=" + entry.getKey().format(entry.getValue()))
                        .collect(Collectors.joining(";"));
        return NameBased.uuid(device, Integer.toString(userSlot), kind.code(), said.text(), values);
    }
}
