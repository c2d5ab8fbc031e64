package health.vigil.care.overview;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.rules.PartOfDay;
import health.vigil.clinical.trends.Band;
import health.vigil.clinical.trends.HomeMean;
import health.vigil.clinical.trends.Statistics;
import health.vigil.clinical.trends.WeightCourse;
import health.vigil.clinical.vitals.Metric;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// An overview in words and numbers, as people read them; with the period before beside it where that was asked for.
public record OverviewView(
        String period,
        Optional<String> before,
        List<Row> rows,
        List<Mean> means,
        Optional<TypicalDay> typicalDay,
        List<Share> bands,
        int glucoseReadings,
        Optional<String> weight,
        List<Measured> days) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

    /// One metric.
    public record Row(String label, String unit, Column now, Optional<Column> before) {}

    /// What a period says of it.
    ///
    /// @param variation coefficient of variation; empty of what it is not usual for
    public record Column(String mean, String range, String variation, String inRange, String outside, String counts) {}

    /// A mean of seven days.
    public record Mean(String label, String whole, String morning, String evening, String basis, boolean enough) {}

    /// One band of glucose.
    public record Share(String label, String percent, String width, String code) {}

    /// On how many days of the period a kind was measured.
    public record Measured(String label, int days, int of) {}

    static OverviewView of(Overview overview, Optional<Overview> before, CarePlan plan) {
        return new OverviewView(
                text(overview.period()),
                before.map(other -> text(other.period())),
                overview.statistics().stream()
                        .map(each -> row(each, before, plan))
                        .toList(),
                Stream.of(Metric.SYSTOLIC, Metric.DIASTOLIC, Metric.PULSE)
                        .flatMap(metric -> mean(overview.homeMeans(), metric).stream())
                        .toList(),
                TypicalDay.of(
                        overview.typicalDay(),
                        Optional.ofNullable(plan.targets().get(Metric.GLUCOSE))),
                bands(overview),
                overview.glucoseReadings(),
                overview.weight().map(OverviewView::text),
                overview.days().entrySet().stream()
                        .map(kind -> new Measured(
                                label(kind.getKey().code()),
                                kind.getValue().size(),
                                overview.period().count()))
                        .toList());
    }

    private static String text(Days period) {
        return DAY.format(period.first()) + " to " + DAY.format(period.last());
    }

    static String label(String code) {
        return code.substring(0, 1).toUpperCase(Locale.ROOT) + code.substring(1).replace('-', ' ');
    }

    private static Row row(Statistics statistics, Optional<Overview> before, CarePlan plan) {
        var metric = statistics.metric();
        return new Row(
                label(metric.code()),
                metric.unit().display(),
                column(statistics, plan),
                before.map(other -> other.statistics().stream()
                        .filter(each -> each.metric() == metric)
                        .findFirst()
                        .map(each -> column(each, plan))
                        .orElse(new Column("–", "–", "", "", "", "no readings"))));
    }

    private static Column column(Statistics statistics, CarePlan plan) {
        var metric = statistics.metric();
        var figures = statistics.figures();
        var hasTarget = plan.targets().containsKey(metric);
        return new Column(
                mean(metric, figures.mean()),
                plain(metric, statistics.min()) + "–" + plain(metric, statistics.max()),
                metric == Metric.GLUCOSE ? percent(statistics.coefficientOfVariation()) : "",
                hasTarget ? percent(figures.shareInRange()) : "",
                hasTarget
                        ? "%s below, %s above"
                                .formatted(
                                        percent(figures.below(), figures.count()),
                                        percent(figures.above(), figures.count()))
                        : "",
                "%d on %d days".formatted(figures.count(), figures.days()));
    }

    private static String mean(Metric metric, OptionalDouble mean) {
        if (mean.isEmpty()) {
            return "–";
        }
        // Scales tell more digits than bodies do.
        var rounded = metric == Metric.WEIGHT ? metric.round(mean.getAsDouble()) : metric.roundMean(mean.getAsDouble());
        return metric.format(rounded);
    }

    private static String plain(Metric metric, OptionalDouble number) {
        return number.isEmpty() ? "" : metric.format(number.getAsDouble());
    }

    private static String percent(OptionalDouble share) {
        return share.isEmpty() ? "–" : Math.round(100 * share.getAsDouble()) + " %";
    }

    private static String percent(int part, int whole) {
        return whole == 0 ? "–" : Math.round(100.0 * part / whole) + " %";
    }

    private static Optional<Mean> mean(List<HomeMean> means, Metric metric) {
        return find(means, metric, PartOfDay.ALL_DAY)
                .map(whole -> new Mean(
                        label(metric.code()),
                        mean(metric, whole.mean()),
                        part(means, metric, PartOfDay.MORNING),
                        part(means, metric, PartOfDay.EVENING),
                        "%d readings on %d days".formatted(whole.readings(), whole.days()),
                        whole.isEnough()));
    }

    private static String part(List<HomeMean> means, Metric metric, PartOfDay part) {
        return find(means, metric, part).map(mean -> mean(metric, mean.mean())).orElse("–");
    }

    private static Optional<HomeMean> find(List<HomeMean> means, Metric metric, PartOfDay part) {
        return means.stream()
                .filter(mean -> mean.metric() == metric && mean.part() == part)
                .findFirst();
    }

    private static List<Share> bands(Overview overview) {
        var all = overview.glucoseReadings();
        return all == 0
                ? List.of()
                : Stream.of(Band.values())
                        .map(band -> {
                            var count = overview.bands().getOrDefault(band, 0);
                            return new Share(
                                    text(band),
                                    percent(count, all),
                                    String.format(Locale.ROOT, "%.2f", 100.0 * count / all),
                                    band.name().toLowerCase(Locale.ROOT).replace('_', '-'));
                        })
                        .toList();
    }

    private static String text(Band band) {
        return switch (band) {
            case VERY_LOW -> "below 54";
            case LOW -> "54 to 69";
            case IN_RANGE -> "70 to 180";
            case HIGH -> "181 to 250";
            case VERY_HIGH -> "above 250";
        };
    }

    private static String text(WeightCourse weight) {
        return "%s kg on %s: %s%s kg against the baseline of %s kg (median of %d days before)"
                .formatted(
                        Metric.WEIGHT.format(weight.latest()),
                        DAY.format(weight.day()),
                        weight.difference() < 0 ? "−" : "+",
                        Metric.WEIGHT.format(Math.abs(weight.difference())),
                        Metric.WEIGHT.format(weight.baseline()),
                        weight.days());
    }
}
