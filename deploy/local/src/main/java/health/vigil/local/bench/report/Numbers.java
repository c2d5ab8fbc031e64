package health.vigil.local.bench.report;

import java.util.Locale;

/// Numbers for people.
final class Numbers {

    private Numbers() {}

    /// Three digits at least, e.g. `12,300`, `48.2`, `0.31`.
    static String text(double number) {
        var size = Math.abs(number);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", number);
    }

    /// Without needless digits, e.g. `50` and `99.9`.
    static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
