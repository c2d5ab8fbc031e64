package health.vigil.local.bench;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Readings as patients make them: blood pressure, glucose, blood pressure, every day. All patients in turn, so that
/// the measured times of all advance together. The same number is always the same reading.
///
/// @param patients how many
/// @param begin the first day's midnight
/// @param dangerous one in so many is beyond a limit of the standard plan; 0 for none
record Life(int patients, Instant begin, int dangerous) {

    static final int A_DAY = 3;
    private static final long DAY = 86_400;
    private static final int[] HOURS = {7, 8, 19};

    /// @param first systolic, or glucose
    /// @param second diastolic, or nothing
    record Sample(int patient, boolean pressure, Instant at, int first, int second, int pulse) {

        private Sample at(Instant other) {
            return new Sample(patient, pressure, other, first, second, pulse);
        }

        /// As a device says it.
        ///
        /// @param slot the device's own number for the patient
        String json(int slot) {
            var start = "{\"measuredAt\":\"" + at + "\",\"userSlot\":" + slot;
            return pressure
                    ? start + ",\"type\":\"blood-pressure\",\"systolic\":" + first + ",\"diastolic\":" + second
                            + ",\"pulse\":" + pulse + ",\"unit\":\"mm[Hg]\"}"
                    : start + ",\"type\":\"glucose\",\"value\":" + first + ",\"unit\":\"mg/dL\"}";
        }
    }

    /// All of it in turn, as it was measured long ago: what comes like this gives way to what comes now.
    Supplier<Sample> past() {
        var next = new AtomicLong();
        return () -> sample(next.getAndIncrement());
    }

    /// The same values, measured just now: as many patients as there are should not have to measure twice in a second.
    Supplier<Sample> present(Clock clock) {
        var past = past();
        return () -> past.get().at(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    Sample sample(long number) {
        var patient = (int) (number % patients);
        var turn = number / patients;
        var part = (int) (turn % A_DAY);
        var chance = mixed(number);
        var at = begin.plusSeconds(turn / A_DAY * DAY + HOURS[part] * 3_600L + chance % 3_000);
        var beyond = dangerous > 0 && (chance >>> 16) % dangerous == 0;
        var pressure = part != 1;
        var spread = (int) (chance >>> 32) & 15;
        var pulse = 60 + (int) (chance >>> 40) % 24;
        return pressure
                ? new Sample(patient, true, at, (beyond ? 155 : 112) + spread, (beyond ? 96 : 70) + spread / 2, pulse)
                : new Sample(patient, false, at, (beyond ? 200 : 95) + 2 * spread, 0, pulse);
    }

    /// Positive, and without any order (the finalizer of SplitMix64).
    private static long mixed(long number) {
        var z = (number + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 1;
    }
}
