package health.vigil.local.bench.report;

import java.util.Locale;

/// What a figure is to reach, by itself or beside its floor.
public record Aim(Of of, Bound bound, double limit) {

    /// What the limit is for.
    public enum Of {
        VALUE,
        RATIO
    }

    /// On which side of the limit is well.
    public enum Bound {
        AT_LEAST("≥"),
        AT_MOST("≤");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    public static Aim atLeast(double value) {
        return new Aim(Of.VALUE, Bound.AT_LEAST, value);
    }

    public static Aim atMost(double value) {
        return new Aim(Of.VALUE, Bound.AT_MOST, value);
    }

    public static Aim ratioAtLeast(double ratio) {
        return new Aim(Of.RATIO, Bound.AT_LEAST, ratio);
    }

    public static Aim ratioAtMost(double ratio) {
        return new Aim(Of.RATIO, Bound.AT_MOST, ratio);
    }

    boolean isMet(double value, double ratio) {
        var measured = of == Of.VALUE ? value : ratio;
        return bound == Bound.AT_LEAST ? measured >= limit : measured <= limit;
    }

    String text(String unit) {
        return of == Of.VALUE
                ? "%s %s %s".formatted(bound.sign, Numbers.text(limit), unit)
                : String.format(Locale.ROOT, "%s %.2f of the floor", bound.sign, limit);
    }
}
