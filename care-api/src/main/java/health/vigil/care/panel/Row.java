package health.vigil.care.panel;

import health.vigil.care.patients.Patient;
import health.vigil.clinical.trends.Course;
import health.vigil.clinical.vitals.Metric;
import java.util.Comparator;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/// A patient on the panel.
record Row(Patient patient, Standing standing, int openAlerts) {

    /// What the panel can be sorted by.
    enum Order {
        NAME,
        LAST,
        SYSTOLIC,
        GLUCOSE,
        WEIGHT,
        RANGE,
        DAYS,
        ALERTS,
        WORSE;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Comparator<Row> BY_NAME = Comparator.comparing(
                    (Row row) -> row.patient().familyName().toLowerCase(Locale.ROOT))
            .thenComparing(row -> row.patient().givenName().toLowerCase(Locale.ROOT))
            .thenComparing(row -> row.patient().patientId());

    /// Who has no value comes last either way, and equals go by name.
    static Comparator<Row> comparator(Order order, boolean descending) {
        return switch (order) {
            case NAME -> descending ? BY_NAME.reversed() : BY_NAME;
            case LAST ->
                by(
                        row -> {
                            var last = row.standing().lastReading();
                            return last == null
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of((double) last.toEpochMilli());
                        },
                        descending);
            case SYSTOLIC -> by(row -> row.mean(Metric.SYSTOLIC), descending);
            case GLUCOSE -> by(row -> row.mean(Metric.GLUCOSE), descending);
            case WEIGHT -> by(row -> row.mean(Metric.WEIGHT), descending);
            case RANGE -> by(Row::leastShare, descending);
            case DAYS -> by(row -> OptionalDouble.of(row.standing().days()), descending);
            case ALERTS -> by(row -> OptionalDouble.of(row.openAlerts()), descending);
            case WORSE -> by(row -> OptionalDouble.of(row.standing().worsening().size()), descending);
        };
    }

    private static Comparator<Row> by(Function<Row, OptionalDouble> value, boolean descending) {
        var sign = descending ? -1 : 1;
        return Comparator.comparingDouble((Row row) -> {
                    var number = value.apply(row);
                    return number.isEmpty() ? Double.POSITIVE_INFINITY : sign * number.getAsDouble();
                })
                .thenComparing(BY_NAME);
    }

    private OptionalDouble mean(Metric metric) {
        var course = standing.courses().get(metric);
        return course == null ? OptionalDouble.empty() : course.now().mean();
    }

    /// The share in range of the metric that does worst.
    private OptionalDouble leastShare() {
        return standing.courses().values().stream()
                .map(Course::now)
                .flatMap(figures -> figures.shareInRange().stream().boxed())
                .mapToDouble(Double::doubleValue)
                .min();
    }
}
