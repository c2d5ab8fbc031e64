package health.vigil.stream.attribution;

import health.vigil.clinical.vitals.SaidTime;
import health.vigil.schemas.Assignment;
import health.vigil.schemas.ClockReading;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// When a reading was measured, and on whom: a function of what the device said, who used it, and what its clock
/// showed.
///
/// A time is plausible from the device's activation to five minutes after the receipt. Any other is put right where
/// it is known how wrong the clock was, and is *clock suspect* otherwise; such a reading is of whoever has the device
/// when it comes.
final class Placement {

    /// How far ahead a clock may be.
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /// What is behind by more is no message that waited on its way, but a clock that was reset.
    private static final Duration RESET = Duration.ofDays(30);

    private final AssignmentHistory history;
    private final Function<Instant, List<ClockReading>> clocks;

    /// @param clocks what the device's clock showed around that moment, where it was wrong
    Placement(AssignmentHistory history, Function<Instant, List<ClockReading>> clocks) {
        this.history = history;
        this.clocks = clocks;
    }

    /// The reading as the device said it, before it was placed.
    static ReceivedReading asSaid(ReceivedReading placed) {
        if (isOrdinary(placed)) {
            return placed;
        }
        var said = placed.getSaidTime();
        var raw = ReceivedReading.newBuilder(placed);
        if (said != null) {
            var time = SaidTime.parse(said).orElseThrow();
            raw.setMeasuredAt(time.asUtc());
            raw.setSaidTime(time.isZoned() ? null : said);
            if (placed.getTiming() != Timing.DOUBTED) {
                raw.setTiming(timing(time));
            }
        }
        if (placed.getTiming() != Timing.ON_RECEIPT) {
            raw.setClockSuspect(placed.getTiming() == Timing.DOUBTED);
        }
        if (ReadingContexts.canHave(placed)) {
            // Where it has a meal, its context said so.
            raw.setMeal(null);
        }
        return raw.build();
    }

    /// Nothing of it depends on where it was placed.
    private static boolean isOrdinary(ReceivedReading reading) {
        return reading.getTiming() == Timing.AS_SAID && !reading.getClockSuspect() && !ReadingContexts.canHave(reading);
    }

    /// The time as the device said it, as if it were UTC's where it has no zone.
    static Instant saidAt(ReceivedReading reading) {
        return said(reading).asUtc();
    }

    private static Timing timing(SaidTime time) {
        return switch (time) {
            case SaidTime.Moment _ -> Timing.AS_SAID;
            case SaidTime.Local _ -> Timing.LOCAL;
            case SaidTime.Day _ -> Timing.DAY;
        };
    }

    private static SaidTime said(ReceivedReading raw) {
        var said = raw.getSaidTime();
        return said == null
                ? new SaidTime.Moment(raw.getMeasuredAt())
                : SaidTime.parse(said).orElseThrow();
    }

    /// Finds when it was measured, and on whom.
    ///
    /// @param raw as the device said it
    /// @return with the patient, where somebody used the device then
    Attributed place(ReceivedReading raw) {
        var said = said(raw);
        if (raw.getTiming() == Timing.ON_RECEIPT || said.isZoned()) {
            var placed = in(ZoneOffset.UTC, raw, said);
            return new Attributed(patient(placed), placed);
        }
        // Whose zone it is depends on whose reading it is, and the other way round.
        for (var patient : candidates(raw)) {
            var placed = in(history.zone(patient, said.asUtc()), raw, said);
            if (patient(placed).equals(Optional.of(patient))) {
                return new Attributed(Optional.of(patient), placed);
            }
        }
        return new Attributed(Optional.empty(), raw);
    }

    private List<UUID> candidates(ReceivedReading raw) {
        return history.assignments().stream()
                .filter(assignment -> assignment.getUserSlot() == null
                        || assignment.getUserSlot().equals(raw.getUserSlot()))
                .sorted(Comparator.comparing(Assignment::getFrom)
                        .thenComparing(Assignment::getAssignmentId)
                        .reversed())
                .map(Assignment::getPatientId)
                .distinct()
                .toList();
    }

    private Optional<UUID> patient(ReceivedReading placed) {
        return history.patientAt(
                placed.getUserSlot(), placed.getClockSuspect() ? placed.getReceivedAt() : placed.getMeasuredAt());
    }

    private ReceivedReading in(ZoneId zone, ReceivedReading raw, SaidTime said) {
        if (raw.getTiming() == Timing.ON_RECEIPT) {
            return raw;
        }
        var place = said.in(zone);
        var corrected =
                raw.getTiming() == Timing.DOUBTED ? Optional.<Instant>empty() : corrected(zone, place.at(), raw);
        if (corrected.isPresent()) {
            return ReceivedReading.newBuilder(raw)
                    .setMeasuredAt(corrected.get())
                    .setSaidTime(said.text())
                    .setTiming(Timing.CORRECTED)
                    .setClockSuspect(false)
                    .build();
        }
        if (isOrdinary(raw) && isPlausible(place.at(), raw)) {
            return raw;
        }
        return ReceivedReading.newBuilder(raw)
                .setMeasuredAt(place.at())
                .setTiming(raw.getTiming() == Timing.LOCAL ? timing(place.fit()) : raw.getTiming())
                .setClockSuspect(raw.getTiming() == Timing.DOUBTED || !isPlausible(place.at(), raw))
                .build();
    }

    private static Timing timing(SaidTime.Fit fit) {
        return switch (fit) {
            case EXACT -> Timing.LOCAL;
            case TWICE -> Timing.LOCAL_TWICE;
            case SKIPPED -> Timing.LOCAL_SKIPPED;
        };
    }

    private boolean isPlausible(Instant at, ReceivedReading raw) {
        return !at.isBefore(history.activation())
                && !at.isAfter(raw.getReceivedAt().plus(TOLERANCE));
    }

    /// By what the device thought the time was; of several such words by the one nearest to the receipt.
    private Optional<Instant> corrected(ZoneId zone, Instant at, ReceivedReading raw) {
        var plausible = isPlausible(at, raw);
        // Nothing was ever behind by more than the age of what it sends.
        if (plausible && at.plus(RESET).isAfter(raw.getReceivedAt())) {
            return Optional.empty();
        }
        var own = Optional.ofNullable(raw.getClock());
        return Stream.concat(own.stream(), clocks.apply(raw.getReceivedAt()).stream())
                .filter(clock -> isWrong(behind(zone, clock)))
                .min(Comparator.comparing((ClockReading clock) -> Duration.between(clock.getAt(), raw.getReceivedAt())
                                .abs())
                        .thenComparing(ClockReading::getAt)
                        .thenComparing(ClockReading::getSaid))
                .map(clock -> behind(zone, clock))
                .filter(behind -> !plausible || behind.compareTo(RESET) > 0)
                .map(at::plus)
                .filter(corrected -> isPlausible(corrected, raw));
    }

    /// By how much the clock was behind, or ahead where it is negative.
    private static Duration behind(ZoneId zone, ClockReading clock) {
        var showed = SaidTime.parse(clock.getSaid()).orElseThrow().in(zone).at();
        return Duration.between(showed, clock.getAt());
    }

    /// What is behind by a little may have waited on its way.
    private static boolean isWrong(Duration behind) {
        return behind.abs().compareTo(TOLERANCE) > 0;
    }
}
