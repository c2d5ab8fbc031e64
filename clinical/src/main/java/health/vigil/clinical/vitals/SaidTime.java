package health.vigil.clinical.vitals;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// When something was measured, as a device says it: many have a clock without a zone, and some messages only a day.
public sealed interface SaidTime {

    /// With an offset: no zone is needed.
    record Moment(Instant at) implements SaidTime {

        @Override
        public String text() {
            return at.toString();
        }

        @Override
        public Instant asUtc() {
            return at;
        }

        @Override
        public Placed in(ZoneId zone) {
            return new Placed(at, Fit.EXACT);
        }

        @Override
        public SaidTime plus(Duration shift) {
            return new Moment(at.plus(shift));
        }
    }

    /// What a clock without a zone showed.
    record Local(LocalDateTime at) implements SaidTime {

        @Override
        public String text() {
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(at);
        }

        @Override
        public Instant asUtc() {
            return at.toInstant(ZoneOffset.UTC);
        }

        @Override
        public Placed in(ZoneId zone) {
            var offsets = zone.getRules().getValidOffsets(at);
            return switch (offsets.size()) {
                case 0 -> new Placed(zone.getRules().getTransition(at).getInstant(), Fit.SKIPPED);
                case 1 -> new Placed(at.toInstant(offsets.getFirst()), Fit.EXACT);
                default -> new Placed(at.toInstant(offsets.getFirst()), Fit.TWICE);
            };
        }

        @Override
        public SaidTime plus(Duration shift) {
            return new Local(at.plus(shift));
        }
    }

    /// A day without a time: its beginning.
    record Day(LocalDate date) implements SaidTime {

        @Override
        public String text() {
            return date.toString();
        }

        @Override
        public Instant asUtc() {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        @Override
        public Placed in(ZoneId zone) {
            return new Placed(date.atStartOfDay(zone).toInstant(), Fit.EXACT);
        }

        @Override
        public SaidTime plus(Duration shift) {
            return new Day(date.plusDays(shift.toDays()));
        }
    }

    /// How well a time without a zone fits into one.
    enum Fit {
        EXACT,
        /// The clocks were put back, so it occurred twice: the first of the two is taken.
        TWICE,
        /// The clocks were put forward, so it never was: the next moment that was is taken.
        SKIPPED
    }

    record Placed(Instant at, Fit fit) {}

    /// ISO 8601, e.g. `2026-03-29T06:30:00Z`, `2026-03-29T07:30:00` or `2026-03-29`.
    String text();

    /// As if the clock showed UTC: for keeping in order only.
    Instant asUtc();

    /// In that zone, where it has none of its own.
    Placed in(ZoneId zone);

    /// Put right by that much; a day by whole days.
    SaidTime plus(Duration shift);

    /// Whether it needs a zone.
    default boolean isZoned() {
        return this instanceof Moment;
    }

    /// To the millisecond; empty where the text is no such time, or one that no calendar holds.
    static Optional<SaidTime> parse(String text) {
        try {
            if (text.length() == "2026-03-29".length()) {
                return Optional.of(new Day(LocalDate.parse(text)));
            }
            var time = DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    switch (time) {
                        case OffsetDateTime zoned ->
                            new Moment(zoned.toInstant().truncatedTo(ChronoUnit.MILLIS));
                        case LocalDateTime local -> new Local(local.truncatedTo(ChronoUnit.MILLIS));
                        default -> throw new IllegalStateException("neither of the two that were asked for");
                    });
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
