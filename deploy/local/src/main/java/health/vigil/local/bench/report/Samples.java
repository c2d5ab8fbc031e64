package health.vigil.local.bench.report;

import java.util.Arrays;

/// Many measurements of one thing.
public final class Samples {

    private final double[] sorted;

    private Samples(double[] sorted) {
        this.sorted = sorted;
    }

    /// Takes them in any order; there must be one at least.
    public static Samples of(double... values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return new Samples(sorted);
    }

    public int count() {
        return sorted.length;
    }

    /// The smallest sample that so many per cent of them do not exceed.
    public double percentile(double percent) {
        var rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }

    public double worst() {
        return sorted[sorted.length - 1];
    }

    /// Between the middle two of an even number.
    public double median() {
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
