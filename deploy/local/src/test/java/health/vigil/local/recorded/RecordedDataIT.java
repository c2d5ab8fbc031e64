package health.vigil.local.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.care.accounts.Accounts;
import health.vigil.clinical.vitals.Metric;
import health.vigil.kit.access.Role;
import health.vigil.local.Vigil;
import health.vigil.local.client.VigilApi;
import health.vigil.local.run.AllInOne;
import health.vigil.local.run.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All recorded data the whole way: files, MQTT, gateway, Kafka, streams, database, API.
class RecordedDataIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path home = Path.of("");

    @TempDir
    private Path shuffledFolder = Path.of("");

    @Test
    void everyRecordedLineEndsInExactlyOnePlaceAndShuffledRepetitionChangesNothing() throws Exception {
        var folder = RecordedFiles.folder();
        var recorded = RecordedFiles.all(folder);
        // Nothing but the recorded readings comes in meanwhile.
        Files.writeString(home.resolve("vigil.yaml"), "watchdog: {every: PT15M}\n");
        try (var vigil = AllInOne.start(home, new Ports("127.0.0.1", 0, 0, 0, 0))) {
            replay(folder);
            var state = StoredState.of(home);
            verifyFirstPass(recorded, state);
            verifyApi(vigil, recorded);

            var before = state.everything();
            replay(shuffled(folder));
            var after = state.everything();
            assertThat(without(before, after)).as("no more").isEmpty();
            assertThat(without(after, before)).as("new").isEmpty();
            print(recorded, state);
        }
    }

    private static Set<String> without(Set<String> rows, Set<String> others) {
        var rest = new HashSet<>(rows);
        rest.removeAll(others);
        return rest;
    }

    private void verifyFirstPass(RecordedFiles recorded, StoredState state) {
        assertThat(state.readings()).containsExactlyInAnyOrderElementsOf(new HashSet<>(recorded.readings));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state.refused()).isEqualTo(new HashSet<>(recorded.refused)));
        assertThat(state.count("vitals.held")).isZero();
        var alerts = new DemandedAlerts(state.jdbi());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(alerts.present()).isEqualTo(alerts.demanded()));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(summarised(state)).isEqualTo(state.count("vitals.reading")));
    }

    /// Each reading counts once in the summary of its day, by one metric of its kind.
    private static long summarised(StoredState state) {
        return state.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select coalesce(sum(count), 0) from vitals.day_summary
                        where metric in ('systolic', 'glucose', 'weight')
                        """).mapTo(Long.class).one());
    }

    private static void verifyApi(AllInOne vigil, RecordedFiles recorded) throws IOException, InterruptedException {
        vigil.care().accounts().put(new Accounts.Account("reader", "Reader", Role.CLINICIAN), "a password to read");
        try (var api = new VigilApi(vigil.run().http(), "reader", "a password to read")) {
            var points = 0;
            for (var patient : api.get("/api/patients?limit=1000").path("patients")) {
                for (var metric : List.of("glucose", "systolic", "weight")) {
                    points += count(api, patient.path("patientId").asText(), metric);
                }
            }
            assertThat(points).isEqualTo(new HashSet<>(recorded.readings).size());
            for (var patient : api.get("/api/patients?limit=1000").path("patients")) {
                verifyOverview(api, patient.path("patientId").asText());
            }
        }
    }

    /// What a clinician sees of a whole life, added up anew from its single readings.
    private static void verifyOverview(VigilApi api, String patient) throws IOException, InterruptedException {
        for (var metric : List.of("glucose", "systolic", "diastolic", "weight")) {
            var points = points(api, patient, metric);
            if (points.isEmpty()) {
                continue;
            }
            var first = day(points.getFirst());
            var last = day(points.getLast());
            var overview = api.get("/api/patients/%s/overview?from=%s&to=%s".formatted(patient, first, last));
            var statistics = StreamSupport.stream(overview.path("statistics").spliterator(), false)
                    .filter(each -> each.path("metric")
                            .asText()
                            .equals(Metric.of(metric).orElseThrow().name()))
                    .findFirst()
                    .orElseThrow();
            var numbers = points.stream()
                    .filter(point -> point.hasNonNull("value"))
                    .mapToDouble(point -> point.path("value").asDouble())
                    .summaryStatistics();
            assertThat(statistics.at("/figures/count").asInt()).isEqualTo(points.size());
            assertThat(statistics.path("min").asDouble()).isEqualTo(numbers.getMin());
            assertThat(statistics.path("max").asDouble()).isEqualTo(numbers.getMax());
            assertThat(statistics.at("/figures/mean").asDouble()).isCloseTo(numbers.getAverage(), within(1e-6));
            assertThat(statistics.at("/figures/days").asLong())
                    .isEqualTo(
                            points.stream().map(RecordedDataIT::day).distinct().count());
            assertThat(api.text("/patients/%s/report?from=%s&to=%s".formatted(patient, first, last)))
                    .contains("Visit report");
        }
    }

    private static List<JsonNode> points(VigilApi api, String patient, String metric)
            throws IOException, InterruptedException {
        var points = new ArrayList<JsonNode>();
        api.get("/api/patients/%s/trend?metric=%s&from=1980-01-01T00:00:00Z&to=2025-01-01T00:00:00Z&limit=10000"
                        .formatted(patient, metric))
                .path("points")
                .forEach(points::add);
        return points;
    }

    private static LocalDate day(JsonNode point) {
        return LocalDate.ofInstant(Instant.parse(point.path("measuredAt").asText()), RecordedFiles.ZONE);
    }

    /// Pages through a whole life, in small pages.
    private static int count(VigilApi api, String patient, String metric) throws IOException, InterruptedException {
        var base = "/api/patients/%s/trend?metric=%s&from=1980-01-01T00:00:00Z&to=2025-01-01T00:00:00Z&limit=97"
                .formatted(patient, metric);
        var page = api.get(base);
        var points = page.path("points").size();
        while (page.hasNonNull("next")) {
            page = api.get(base + "&after=" + page.path("next").asText());
            points += page.path("points").size();
        }
        return points;
    }

    private void replay(Path folder) {
        replay("aim94", folder.resolve("glucose-aim94"));
        replay("bp-csv", folder.resolve("bp-home/readings.csv"));
        replay("weight-csv", folder.resolve("weight-home/readings.csv"));
    }

    private void replay(String format, Path path) {
        var exit = Vigil.run(
                "replay",
                "--home",
                home.toString(),
                "--zone",
                RecordedFiles.ZONE.getId(),
                "--format",
                format,
                path.toString());
        assertThat(exit).isZero();
    }

    private Path shuffled(Path folder) throws IOException {
        var seed = Long.getLong("seed", System.nanoTime());
        System.out.println("shuffled with -Dseed=" + seed);
        var random = new Random(seed);
        for (var file : RecordedFiles.glucoseFiles(folder)) {
            var lines = new ArrayList<>(RecordedFiles.lines(file));
            Collections.shuffle(lines, random);
            write(folder.relativize(file), lines);
        }
        for (var csv : List.of("bp-home/readings.csv", "weight-home/readings.csv")) {
            write(Path.of(csv), shuffledCsv(RecordedFiles.lines(folder.resolve(csv)), random));
        }
        return shuffledFolder;
    }

    /// The header stays first, and lines of the same first field keep their order: it tells them apart.
    private static List<String> shuffledCsv(List<String> lines, Random random) {
        var groups = new ArrayList<>(lines.stream()
                .skip(1)
                .collect(Collectors.groupingBy(line -> line.split(",", -1)[0]))
                .values());
        Collections.shuffle(groups, random);
        var shuffled = new ArrayList<>(lines.subList(0, 1));
        groups.forEach(shuffled::addAll);
        return shuffled;
    }

    private void write(Path relative, List<String> lines) throws IOException {
        var file = shuffledFolder.resolve(relative);
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    private static void print(RecordedFiles recorded, StoredState state) {
        System.out.printf(
                "recorded data: %,d valid lines, %,d distinct, %,d stored; %,d invalid lines, %,d distinct, %,d rejected;"
                        + " %,d alerts%n",
                recorded.readings.size(),
                new HashSet<>(recorded.readings).size(),
                state.count("vitals.reading"),
                recorded.refused.size(),
                new HashSet<>(recorded.refused).size(),
                state.count("vitals.rejected"),
                state.count("alerts.alert"));
    }
}
