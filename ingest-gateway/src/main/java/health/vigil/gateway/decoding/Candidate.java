package health.vigil.gateway.decoding;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Plausibility;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Value;
import health.vigil.schemas.BodyPosture;
import health.vigil.schemas.ClockReading;
import health.vigil.schemas.MealContext;
import health.vigil.schemas.Origin;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a message says of one reading, in whatever format: the checks, and the id, are the same for all of them.
///
/// @param said when it was measured; empty where the message does not tell
/// @param clockDoubted the device itself says that its clock may be wrong, or is not set
record Candidate(
        ReadingKind kind,
        Optional<SaidTime> said,
        boolean clockDoubted,
        Map<Metric, Value> measurements,
        Details details) {

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final int NO_SLOT = -1;

    /// Of a device whose clock there is no reason to doubt.
    Candidate(ReadingKind kind, SaidTime said, Map<Metric, Value> measurements, Details details) {
        this(kind, Optional.of(said), false, measurements, details);
    }

    /// @param clock what the device thinks the time is now
    ReceivedReading check(Origin origin, UUID device, Message message, Optional<SaidTime> clock)
            throws RefusedException {
        for (var metric : kind.required()) {
            if (!measurements.containsKey(metric)) {
                throw new RefusedException(Reason.VALUE_MISSING, metric.code() + " is missing.");
            }
        }
        var doubt = Plausibility.doubt(measurements);
        if (doubt.isPresent()) {
            throw new RefusedException(Reason.IMPLAUSIBLE, doubt.get());
        }
        var receivedAt = message.receivedAt();
        var shift = message.correction().shift();
        var time = Moments.ordinary(said.orElseGet(() -> receipt(receivedAt)).plus(shift))
                .orElseThrow(
                        () -> new RefusedException(Reason.TIME_INVALID, "The time lies before 1900 or after 2200."));
        var slot = details.userSlot();
        return ReceivedReading.newBuilder()
                .setId(Reading.identify(device, slot == null ? NO_SLOT : slot, kind, time, measurements))
                .setDeviceId(device)
                .setUserSlot(slot)
                .setKind(Avro.kind(kind))
                .setMeasuredAt(time.asUtc())
                .setSaidTime(time.isZoned() ? null : time.text())
                .setTiming(timing(time))
                .setReceivedAt(receivedAt)
                .setClockSuspect(clockDoubted || (time.isZoned() && isAhead(time.asUtc(), receivedAt)))
                .setClock(clock.map(now -> new ClockReading(now.text(), receivedAt))
                        .orElse(null))
                .setMeasurements(Avro.measurements(measurements))
                .setMeal(details.meal())
                .setPosture(details.posture())
                .setManual(details.manual())
                .setOrigin(origin)
                .setDeviceReadingId(details.deviceReadingId())
                .setSequence(details.sequence())
                .setContextFollows(details.contextFollows())
                .build();
    }

    boolean isPlausible() {
        return Plausibility.doubt(measurements).isEmpty();
    }

    /// To the minute: a scale repeats one frame many times.
    private static SaidTime receipt(Instant receivedAt) {
        return new SaidTime.Moment(receivedAt.truncatedTo(ChronoUnit.MINUTES));
    }

    private Timing timing(SaidTime time) {
        if (said.isEmpty()) {
            return Timing.ON_RECEIPT;
        }
        if (clockDoubted) {
            return Timing.DOUBTED;
        }
        return switch (time) {
            case SaidTime.Moment _ -> Timing.AS_SAID;
            case SaidTime.Local _ -> Timing.LOCAL;
            case SaidTime.Day _ -> Timing.DAY;
        };
    }

    private static boolean isAhead(Instant measuredAt, Instant receivedAt) {
        return measuredAt.isAfter(receivedAt.plus(CLOCK_TOLERANCE));
    }

    /// What accompanies the values. What is not understood of it is left out: a value that may be dangerous is worth
    /// more.
    ///
    /// @param contextFollows the device sends the context by itself
    record Details(
            @Nullable Integer userSlot,
            @Nullable MealContext meal,
            @Nullable BodyPosture posture,
            boolean manual,
            @Nullable String deviceReadingId,
            @Nullable Long sequence,
            boolean contextFollows) {

        private static final int LONGEST_ID = 128;

        Details {
            // PostgreSQL takes no NUL in a text, and would refuse the whole batch.
            if (deviceReadingId != null
                    && (deviceReadingId.isEmpty()
                            || deviceReadingId.length() > LONGEST_ID
                            || deviceReadingId.indexOf('\0') >= 0)) {
                deviceReadingId = null;
            }
            if (userSlot != null && userSlot < 0) {
                userSlot = null;
            }
        }

        /// Of a format that knows of user slots only.
        static Details ofUser(@Nullable Integer userSlot) {
            return new Details(userSlot, null, null, false, null, null, false);
        }
    }
}
