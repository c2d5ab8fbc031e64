package health.vigil.clinical.trends;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/// Which way a metric goes: the median of the slopes between any two days (Theil and Sen), which a few odd days do not
/// turn round, with its 95 % confidence interval (P. K. Sen, Journal of the American Statistical Association 63, 1968,
/// pages 1379 to 1389).
///
/// @param perWeek change in the metric's canonical unit
/// @param low lower end of the interval, likewise per week
/// @param high upper end of the interval
/// @param days that it was made of
public record Slope(double perWeek, double low, double high, int days) {

    /// House: of fewer days nothing is said.
    static final int LEAST_DAYS = 8;

    private static final double NORMAL_97_5 = 1.959963984540054;
    private static final double DAYS_A_WEEK = 7;

    /// Empty of too few days.
    ///
    /// @param means by day
    public static Optional<Slope> of(NavigableMap<LocalDate, Double> means) {
        var days = List.copyOf(means.entrySet());
        var n = days.size();
        if (n < LEAST_DAYS) {
            return Optional.empty();
        }
        var slopes = slopes(days);
        var spread = NORMAL_97_5 * Math.sqrt(variance(means.values().stream().toList()));
        var lower = (int) Math.round((slopes.length - spread) / 2);
        var upper = (int) Math.round((slopes.length + spread) / 2);
        return Optional.of(new Slope(
                median(slopes), slopes[Math.max(0, lower - 1)], slopes[Math.min(slopes.length - 1, upper)], n));
    }

    private static double[] slopes(List<Map.Entry<LocalDate, Double>> days) {
        var n = days.size();
        var slopes = new double[n * (n - 1) / 2];
        var place = 0;
        for (var i = 0; i < n; i++) {
            for (var j = i + 1; j < n; j++) {
                var apart = ChronoUnit.DAYS.between(
                        days.get(i).getKey(), days.get(j).getKey());
                slopes[place++] = (days.get(j).getValue() - days.get(i).getValue()) / apart * DAYS_A_WEEK;
            }
        }
        Arrays.sort(slopes);
        return slopes;
    }

    /// Of Kendall's S with ties among the values.
    private static double variance(List<Double> values) {
        var sorted = new ArrayList<>(values);
        sorted.sort(null);
        double n = sorted.size();
        var variance = n * (n - 1) * (2 * n + 5);
        for (var from = 0; from < sorted.size(); ) {
            var until = from;
            while (until < sorted.size() && sorted.get(until).equals(sorted.get(from))) {
                until++;
            }
            double ties = until - from;
            variance -= ties * (ties - 1) * (2 * ties + 5);
            from = until;
        }
        return variance / 18;
    }

    private static double median(double[] sorted) {
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// Whether the interval leaves out that nothing changes.
    public boolean isSure() {
        return low > 0 || high < 0;
    }
}
