package health.vigil.clinical.rules;

import java.time.Duration;
import java.util.stream.Stream;

/// How far a reading can matter for what a rule says of others.
///
/// @param days local days after its own
/// @param readings readings after it
/// @param span before and after it
public record Reach(int days, int readings, Duration span) {

    public static final Reach NONE = new Reach(0, 0, Duration.ZERO);

    static Reach ofDays(int days) {
        return new Reach(days, 0, Duration.ZERO);
    }

    /// As far as the furthest of them.
    public static Reach furthest(Stream<Reach> reaches) {
        return reaches.reduce(
                NONE,
                (one, other) -> new Reach(
                        Math.max(one.days, other.days),
                        Math.max(one.readings, other.readings),
                        one.span.compareTo(other.span) >= 0 ? one.span : other.span));
    }

    public Reach plusDays(int more) {
        return new Reach(days + more, readings, span);
    }
}
