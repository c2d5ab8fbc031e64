package health.vigil.care.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.care.corrections.RecentReadings;
import health.vigil.care.overview.PatientPageRoutes;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.Plans;
import health.vigil.care.samples.CareServer;
import health.vigil.care.samples.Outboxes;
import health.vigil.care.samples.SampleLife;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import health.vigil.kit.http.Assets;
import health.vigil.kit.sight.Sight;
import health.vigil.parts.OnEveryStore;
import health.vigil.parts.TestStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The trend API over generated lives around changes of the clocks, against slow and obvious sums.
@OnEveryStore
class TrendRoutesIT {

    private static final Instant FROM = Instant.parse("2026-09-20T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-10T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    /// New York's and Lord Howe's clocks change meanwhile, the latter by half an hour.
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("America/New_York"), ZoneId.of("Australia/Lord_Howe"), ZoneId.of("Asia/Kathmandu"));

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "vitals");

    private static final Jdbi JDBI = DATABASE.database().jdbi();

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Plans PLANS = new Plans(JDBI, OUTBOX.outbox(), CLOCK);
    private static final Patients PATIENTS = new Patients(JDBI, PLANS, CLOCK);

    @AutoClose
    private static final CareServer SERVER = new CareServer(
            new TrendRoutes(new PatientsInSight(PATIENTS, new Sight(JDBI, CLOCK)), JDBI, CLOCK),
            new PatientPageRoutes(
                    new PatientsInSight(PATIENTS, new Sight(JDBI, CLOCK)),
                    PLANS,
                    new RecentReadings(JDBI, PLANS),
                    JDBI,
                    new Assets(),
                    CLOCK));

    private static final UUID NEW_YORKER = new UUID(1, 0);
    private static final Map<ZoneId, SampleLife> LIVES = new TreeMap<>(Comparator.comparing(ZoneId::getId));

    @BeforeAll
    static void live() {
        var random = new Random(11);
        for (var zone : ZONES) {
            var id = new UUID(1, ZONES.indexOf(zone));
            PATIENTS.put(
                    new Patient(id, "Family" + id.getLeastSignificantBits(), "Given", null, zone.getId(), ""), "admin");
            var life = SampleLife.of(id, random, FROM, TO, 250);
            life.insert(JDBI, Template.STANDARD.in(zone));
            LIVES.put(zone, life);
        }
    }

    private record Sum(int count, int numbers, double min, double max, double mean) {}

    private static List<JsonNode> pages(UUID patient, String query, int limit) {
        var points = new ArrayList<JsonNode>();
        var after = "";
        do {
            var answer = SERVER.get(
                    "clinician-1",
                    "/api/patients/%s/trend?%s&from=%s&to=%s&limit=%d%s"
                            .formatted(patient, query, FROM, TO.plus(Duration.ofDays(2)), limit, after));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            var page = CareServer.json(answer);
            page.path("points").forEach(points::add);
            var next = page.path("next").asText("null");
            after = next.equals("null") ? "" : "&after=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        } while (!after.isEmpty());
        return points;
    }

    /// What the wall clock of the patient shows, cut to its unit.
    private static Map<String, Sum> sums(List<Reading> readings, Metric metric, Function<Instant, String> unit) {
        var values = new TreeMap<String, List<Value>>();
        readings.forEach(reading -> reading.value(metric)
                .ifPresent(value -> values.computeIfAbsent(unit.apply(reading.measuredAt()), _ -> new ArrayList<>())
                        .add(value)));
        var sums = new TreeMap<String, Sum>();
        values.forEach((key, all) -> {
            var numbers = all.stream()
                    .filter(Value.Exact.class::isInstance)
                    .mapToDouble(Value::rank)
                    .summaryStatistics();
            var none = numbers.getCount() == 0;
            sums.put(
                    key,
                    new Sum(
                            all.size(),
                            (int) numbers.getCount(),
                            none ? 0 : numbers.getMin(),
                            none ? 0 : numbers.getMax(),
                            none ? 0 : numbers.getAverage()));
        });
        return sums;
    }

    private static Function<Instant, String> unit(String resolution, ZoneId zone) {
        return moment -> {
            var local = LocalDateTime.ofInstant(moment, zone);
            return switch (resolution) {
                // The hour that comes twice is told apart by its offset.
                case "hour" ->
                    local.withMinute(0)
                            .withSecond(0)
                            .withNano(0)
                            .toInstant(zone.getRules().getOffset(moment))
                            .toString();
                case "day" -> local.toLocalDate().toString();
                case "week" ->
                    local.toLocalDate()
                            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                            .toString();
                default -> local.toLocalDate().withDayOfMonth(1).toString();
            };
        };
    }

    @ParameterizedTest
    @CsvSource({"hour, 1000", "hour, 7", "day, 1000", "day, 3", "week, 1000", "week, 2", "month, 1000", "month, 1"})
    void sumsUpByThePatientsClock(String resolution, int limit) {
        LIVES.forEach((zone, life) -> {
            for (var metric : List.of(Metric.SYSTOLIC, Metric.GLUCOSE, Metric.WEIGHT)) {
                var found = new TreeMap<String, Sum>();
                var points = pages(life.patient(), "metric=" + metric.code() + "&resolution=" + resolution, limit);
                for (var point : points) {
                    found.put(
                            point.path(resolution.equals("hour") ? "hour" : "day")
                                    .asText(),
                            new Sum(
                                    point.path("count").asInt(),
                                    point.path("numbers").asInt(),
                                    point.path("min").asDouble(),
                                    point.path("max").asDouble(),
                                    Math.round(point.path("mean").asDouble() * 1e9) / 1e9));
                }
                var expected = sums(life.readings(), metric, unit(resolution, zone));
                expected.replaceAll((_, sum) ->
                        new Sum(sum.count(), sum.numbers(), sum.min(), sum.max(), Math.round(sum.mean() * 1e9) / 1e9));
                assertThat(found).as("%s of %s in %s", resolution, metric, zone).isEqualTo(expected);
                assertThat(points).hasSameSizeAs(expected.keySet());
            }
        });
    }

    @Test
    void theSharesOfWeeksAreThoseOfTheirDays() {
        var patient = NEW_YORKER;
        for (var resolution : List.of("day", "week", "month")) {
            var points = pages(patient, "metric=glucose&resolution=" + resolution, 1000);
            assertThat(points.stream()
                            .mapToInt(point -> point.path("count").asInt())
                            .sum())
                    .isEqualTo(points.stream()
                            .mapToInt(point -> point.path("below").asInt()
                                    + point.path("inRange").asInt()
                                    + point.path("above").asInt())
                            .sum())
                    .isPositive();
        }
    }

    @Test
    void whoHasTheLatestGetsNothingAgainUntilSomethingChanges() {
        var patient = NEW_YORKER;
        var path = "/api/patients/%s/trend?metric=glucose&from=%s&to=%s".formatted(patient, FROM, TO);
        var first = SERVER.get("clinician-1", path);
        var tag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(SERVER.get("clinician-1", path, "If-None-Match", tag))
                .returns(304, answer -> answer.statusCode())
                .returns("", answer -> answer.body());

        JDBI.useHandle(handle -> SampleLife.revise(handle, patient));
        assertThat(SERVER.get("clinician-1", path, "If-None-Match", tag).statusCode())
                .isEqualTo(200);
    }

    @Test
    void compressesWhatIsLarge() {
        var patient = NEW_YORKER;
        var answer = SERVER.get(
                "clinician-1",
                "/api/patients/%s/trend?metric=glucose&from=%s&to=%s".formatted(patient, FROM, TO),
                "Accept-Encoding",
                "gzip");

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trend?metric=pulses|metric",
                "trend|metric",
                "trend?metric=glucose&resolution=year|resolution",
                "trend?metric=glucose&from=yesterday|from",
                "trend?metric=glucose&to=2026-13-01T00:00:00Z|to",
                "trend?metric=glucose&from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z|from",
                "trend?metric=glucose&limit=0|limit",
                "trend?metric=glucose&limit=many|limit",
                "trend?metric=glucose&status=all|status",
                "trend?metric=glucose&after=x|after",
                "trend?metric=glucose&resolution=hour&after=x|after",
                "trend?metric=glucose&resolution=day&after=x|after",
                "trend?metric=glucose&resolution=month&after=%2B999999999-12-31|after",
                "overview?from=2026-11-02&to=2026-11-01|from",
                "overview?from=2026-11|from",
                "overview?from=-0001-01-01|from",
                "overview?from=1990-01-01&to=2026-11-01|from",
                "happenings?from=x|from"
            })
    void saysWhichParameterIsWrong(String case_) {
        var parts = case_.split("\\|", 2);
        var answer = SERVER.get("clinician-1", "/api/patients/" + new UUID(1, 0) + "/" + parts[0]);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(CareServer.json(answer).path("parameter").asText()).isEqualTo(parts[1]);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }

    /// Any parameters at all: an answer of this patient's, or a problem that names what is wrong.
    @Test
    void neverFailsAndNeverTellsOfAnother() {
        var random = new Random(5);
        var values = List.of(
                "",
                "raw",
                "hour",
                "day",
                "week",
                "month",
                "glucose",
                "systolic",
                "0",
                "-1",
                "1",
                "10000",
                "10001",
                "2026-11-01T00:00:00Z",
                "2026-11-01",
                "0000-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "'; drop table vitals.reading; --",
                "%00",
                "\u0000",
                "ünï",
                "any",
                "MjAyNi0xMS0wMVQwMDowMDowMFosMDAwMDAwMDAtMDAwMC0wMDAxLTAwMDAtMDAwMDAwMDAwMDAx",
                "true",
                "[]",
                "1e9");
        var names = List.of("metric", "resolution", "from", "to", "after", "limit", "status", "compare", "x");
        var paths = List.of(
                "api/patients/%s/trend",
                "api/patients/%s/overview",
                "api/patients/%s/happenings",
                "api/patients/%s/trend.csv",
                "patients/%s/overview",
                "patients/%s/days",
                "patients/%s");
        for (var attempt = 0; attempt < 400; attempt++) {
            var query = new StringBuilder();
            for (var name : names) {
                if (random.nextInt(3) == 0) {
                    query.append(name)
                            .append('=')
                            .append(URLEncoder.encode(
                                    values.get(random.nextInt(values.size())), StandardCharsets.UTF_8))
                            .append('&');
                }
            }
            var path = "/" + paths.get(random.nextInt(paths.size())).formatted(new UUID(1, 1)) + "?metric=glucose&"
                    + query;
            var answer = SERVER.get("nurse-1", path);
            assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isIn(200, 400);
            assertThat(answer.body()).doesNotContain(new UUID(1, 0).toString(), new UUID(1, 2).toString());
        }
    }

    @Test
    void theOverviewAddsUpWhatTheDaysSay() {
        var zone = ZONES.getFirst();
        var life = Objects.requireNonNull(LIVES.get(zone));
        var answer = CareServer.json(SERVER.get(
                "clinician-1", "/api/patients/%s/overview?from=2026-10-01&to=2026-10-31".formatted(life.patient())));

        var october = life.readings().stream()
                .filter(reading ->
                        LocalDate.ofInstant(reading.measuredAt(), zone).getMonthValue() == 10)
                .toList();
        var glucose = sums(october, Metric.GLUCOSE, _ -> "all").getOrDefault("all", new Sum(0, 0, 0, 0, 0));
        var statistics = new ArrayList<JsonNode>();
        answer.path("statistics").forEach(statistics::add);
        assertThat(statistics)
                .filteredOn(each -> each.path("metric").asText().equals("GLUCOSE"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.path("figures").path("count").asInt()).isEqualTo(glucose.count());
                    assertThat(each.path("figures").path("mean").asDouble()).isCloseTo(glucose.mean(), within(1e-9));
                });
        assertThat(SERVER.get("clinician-1", "/patients/%s/overview?compare=true".formatted(life.patient()))
                        .body())
                .contains("compared with");
        assertThat(SERVER.get(
                                "clinician-1",
                                "/patients/%s/days?from=2026-10-01&to=2026-10-31".formatted(life.patient()))
                        .body())
                .contains("2026-10-31", "mg/dL");
        assertThat(SERVER.get("admin-1", "/api/patients/%s/overview".formatted(life.patient()))
                        .statusCode())
                .isEqualTo(403);
    }
}
