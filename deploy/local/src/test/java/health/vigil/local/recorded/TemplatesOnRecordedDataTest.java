package health.vigil.local.recorded;

import static health.vigil.clinical.rules.Bound.above;
import static health.vigil.clinical.rules.Bound.atOrAbove;
import static health.vigil.clinical.vitals.Metric.DIASTOLIC;
import static health.vigil.clinical.vitals.Metric.GLUCOSE;
import static health.vigil.clinical.vitals.Metric.SYSTOLIC;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.rules.Average;
import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.Condition;
import health.vigil.clinical.rules.ConfirmedLimit;
import health.vigil.clinical.rules.Limit;
import health.vigil.clinical.rules.Repeated;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.rules.Silence;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// How many alerts the templates raise on what real people measured at home.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemplatesOnRecordedDataTest {

    private static final Path DOCUMENT = Path.of("../../docs/rules-on-real-data.md");
    private static final double LEVEL_2_LOW = 54;
    private static final int LOWS = 509;

    private List<RecordedPatient> diabetes = List.of();
    private List<RecordedPatient> pressure = List.of();
    private List<RecordedPatient> weight = List.of();

    @BeforeAll
    void read() {
        var folder = RecordedFiles.folder();
        diabetes = RecordedPatient.withDiabetes(folder);
        pressure = List.of(RecordedPatient.withBloodPressure(folder));
        weight = List.of(RecordedPatient.withWeight(folder));
    }

    // The table

    @Test
    void theDocumentShowsWhatTheTemplatesRaise() throws IOException {
        var templates = templates();
        var noise = noise();

        System.out.println(templates);
        System.out.println(noise);
        assertThat(Files.readString(DOCUMENT))
                .as("the tables in %s are what this test prints", DOCUMENT.getFileName())
                .contains(templates, noise);
    }

    private String templates() {
        var lines = new ArrayList<String>();
        lines.add("| data | template | rule | severity | readings | patients | alerts | per patient and week |");
        lines.add("| --- | --- | --- | --- | ---: | ---: | ---: | ---: |");
        for (var template : List.of(Template.DIABETES_INSULIN, Template.DIABETES_TABLETS, Template.STANDARD)) {
            lines.addAll(rows("glucose", diabetes, ReadingKind.GLUCOSE, template));
        }
        for (var template : List.of(Template.HYPERTENSION, Template.STANDARD, Template.PREGNANCY)) {
            lines.addAll(rows("blood pressure", pressure, ReadingKind.BLOOD_PRESSURE, template));
        }
        for (var template : List.of(Template.HEART_FAILURE, Template.STANDARD)) {
            lines.addAll(rows("weight", weight, ReadingKind.WEIGHT, template));
        }
        return String.join("\n", lines) + "\n";
    }

    private record Raised(RecordedPatient patient, Episode episode) {}

    private static List<Raised> raised(List<RecordedPatient> patients, CarePlan plan) {
        return patients.stream()
                .flatMap(patient -> patient.episodes(plan).stream().map(episode -> new Raised(patient, episode)))
                .toList();
    }

    /// A row for each rule that such readings alone can break, and one for all of them.
    private static List<String> rows(String data, List<RecordedPatient> patients, ReadingKind kind, Template template) {
        var plan = template.in(RecordedFiles.ZONE);
        var all = raised(patients, plan);
        var rules = plan.rules().stream()
                .filter(rule -> rule.kinds().stream().allMatch(kind::equals))
                .map(rule ->
                        row(data, template, name(rule), severity(rule), readings(rule, all), of(rule, all), patients));
        return Stream.concat(rules, Stream.of(row(data, template, "**all**", "", "", all, patients)))
                .toList();
    }

    private static List<Raised> of(Rule rule, List<Raised> all) {
        return all.stream()
                .filter(each -> each.episode().ruleId().equals(rule.id()))
                .toList();
    }

    /// The title and the limits, without what must be there for anything to be said.
    private static String name(Rule rule) {
        return rule.title() + ": " + rule.condition().describe().replaceFirst(";.*", "");
    }

    private static String severity(Rule rule) {
        return rule.severity().name().toLowerCase(Locale.ROOT);
    }

    private static String readings(Rule rule, List<Raised> all) {
        return rule.condition() instanceof Silence
                ? "–"
                : Integer.toString(of(rule, all).stream()
                        .mapToInt(each -> each.episode().readings())
                        .sum());
    }

    private static String row(
            String data,
            Template template,
            String rule,
            String severity,
            String readings,
            List<Raised> raised,
            List<RecordedPatient> patients) {
        var weeks = patients.stream().mapToDouble(RecordedPatient::weeks).sum();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %d | %d | %.2f |",
                data,
                template.title(),
                rule,
                severity,
                readings,
                raised.stream().map(Raised::patient).distinct().count(),
                raised.size(),
                raised.size() / weeks);
    }

    // Noise

    private static final Watched STAGE_2 = new Watched(
            "blood pressure at or above 150/95",
            List.of(atOrAbove(SYSTOLIC, 150, 145), atOrAbove(DIASTOLIC, 95, 90)),
            3,
            5);

    private static List<Watched> watched() {
        return List.of(
                new Watched("glucose above 250", List.of(above(GLUCOSE, 250, 230)), 2, 3),
                new Watched("glucose above 180", List.of(above(GLUCOSE, 180, 170)), 3, 5),
                STAGE_2,
                new Watched(
                        "blood pressure at or above 140/90",
                        List.of(atOrAbove(SYSTOLIC, 140, 135), atOrAbove(DIASTOLIC, 90, 85)),
                        3,
                        5),
                new Watched(
                        "blood pressure at or above 135/85",
                        List.of(atOrAbove(SYSTOLIC, 135, 132), atOrAbove(DIASTOLIC, 85, 83)),
                        3,
                        5));
    }

    /// The same bounds, watched in four ways.
    record Watched(String title, List<Bound> bounds, int times, int ofLast) {

        private Condition plain() {
            return new Limit(bounds, List.of());
        }

        private Condition confirmed() {
            return new ConfirmedLimit(bounds, Duration.ofMinutes(15), ConfirmedLimit.By.SECOND, false);
        }

        private Condition repeated() {
            return new Repeated(bounds, times, Optional.of(ofLast), Optional.empty());
        }

        private Condition average() {
            return new Average(bounds, 7, true, 4, 6);
        }
    }

    private int alerts(Watched watched, Condition condition) {
        var patients = watched.bounds.getFirst().metric() == GLUCOSE ? diabetes : pressure;
        var rule = Rule.of("watched", "Watched", Severity.LOW, condition, "");
        var plan = new CarePlan("", RecordedFiles.ZONE, List.of(rule), Map.of(), List.of(), CarePlan.LATE_AFTER);
        return raised(patients, plan).size();
    }

    private String noise() {
        var lines = new ArrayList<String>();
        lines.add("| limit | every value | confirmed within 15 minutes | so many of the last | mean of 7 days |");
        lines.add("| --- | ---: | ---: | ---: | ---: |");
        for (var watched : watched()) {
            lines.add("| %s | %d | %d | %d (%d of %d) | %d |"
                    .formatted(
                            watched.title,
                            alerts(watched, watched.plain()),
                            alerts(watched, watched.confirmed()),
                            alerts(watched, watched.repeated()),
                            watched.times,
                            watched.ofLast,
                            alerts(watched, watched.average())));
        }
        return String.join("\n", lines) + "\n";
    }

    @ParameterizedTest
    @MethodSource("watched")
    void aLimitThatWaitsForARepeatRaisesNoMoreThanThePlainOne(Watched watched) {
        assertThat(alerts(watched, watched.confirmed())).isLessThanOrEqualTo(alerts(watched, watched.plain()));
    }

    @Test
    void aRepeatThatIsFineDropsAlertsOfSomebodyWhoMeasuresTwice() {
        assertThat(alerts(STAGE_2, STAGE_2.confirmed())).isLessThan(alerts(STAGE_2, STAGE_2.plain()));
    }

    @ParameterizedTest
    @MethodSource("watched")
    void soManyOfTheLastRaiseFewerThanThePlainLimitAndAveragesFewerStill(Watched watched) {
        var repeated = alerts(watched, watched.repeated());

        assertThat(repeated).isLessThan(alerts(watched, watched.plain()));
        // Fewer than none there cannot be.
        assertThat(alerts(watched, watched.average())).isLessThan(Math.max(1, repeated));
    }

    // What must not be missed

    @ParameterizedTest
    @EnumSource(names = {"DIABETES_INSULIN", "DIABETES_TABLETS", "STANDARD"})
    void everyDangerouslyLowGlucoseIsWithinACriticalAlert(Template template) {
        var plan = template.in(RecordedFiles.ZONE);
        var lows = 0;
        for (var patient : diabetes) {
            var critical = patient.episodes(plan).stream()
                    .filter(episode -> episode.severity() == Severity.CRITICAL)
                    .toList();
            for (var low : patient.readings().stream()
                    .filter(TemplatesOnRecordedDataTest::isDangerous)
                    .toList()) {
                lows++;
                assertThat(critical).as(low.toString()).anyMatch(episode -> contains(episode, low));
            }
        }
        assertThat(lows).isEqualTo(LOWS);
    }

    private static boolean isDangerous(Reading reading) {
        return switch (reading.value(GLUCOSE).orElseThrow()) {
            case Value.Exact(double number) -> number < LEVEL_2_LOW;
            case Value.OutOfRange outside -> outside == Value.OutOfRange.LOW;
        };
    }

    private static boolean contains(Episode episode, Reading reading) {
        return !reading.measuredAt().isBefore(episode.first().measuredAt())
                && !reading.measuredAt().isAfter(episode.latest().measuredAt());
    }
}
