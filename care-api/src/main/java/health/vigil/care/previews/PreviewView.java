package health.vigil.care.previews;

import com.fasterxml.jackson.core.JsonProcessingException;
import health.vigil.care.previews.Preview.Raised;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.kit.http.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A preview for one patient as the page shows it.
public record PreviewView(
        int days, int now, int then, List<Tally.Count> counts, List<Alerts> lists, List<Chart> charts) {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

    /// Alerts that have something in common.
    public record Alerts(String title, List<Alert> alerts) {}

    /// One alert.
    public record Alert(String at, Severity severity, String reason) {}

    /// Readings of one kind with the alerts under them.
    ///
    /// @param data JSON for the script that draws it
    public record Chart(String title, String unit, String data) {}

    /// What the script draws: seconds, values, and two rows of marks.
    private record Data(
            String zone,
            long from,
            long to,
            List<String> labels,
            List<Long> times,
            List<List<Double>> values,
            List<Long> now,
            List<Long> then) {}

    static PreviewView of(
            Preview preview, CarePlan plan, Collection<Reading> readings, int days, Instant from, Instant until) {
        var tally = new Tally();
        tally.add(preview);
        var zone = plan.zone();
        var recent = readings.stream()
                .filter(reading -> !reading.measuredAt().isBefore(from) && !reading.clockSuspect())
                .sorted(Reading.BY_TIME)
                .toList();
        return new PreviewView(
                days,
                tally.now(),
                tally.then(),
                tally.counts(),
                Stream.of(
                                alerts("Only with the new plan", preview.onlyThen(), zone),
                                alerts("Only now", preview.onlyNow(), zone),
                                alerts("Both", preview.both(), zone))
                        .filter(list -> !list.alerts().isEmpty())
                        .toList(),
                Stream.of(ReadingKind.values())
                        .filter(kind -> recent.stream().anyMatch(reading -> reading.kind() == kind))
                        .map(kind -> chart(kind, preview, recent, zone, from, until))
                        .toList());
    }

    private static Alerts alerts(String title, List<Raised> raised, ZoneId zone) {
        return new Alerts(
                title,
                raised.stream()
                        .map(Raised::episode)
                        .map(episode -> new Alert(
                                LOCAL.format(episode.first().measuredAt().atZone(zone)),
                                episode.severity(),
                                episode.reason()))
                        .toList());
    }

    private static Chart chart(
            ReadingKind kind, Preview preview, List<Reading> recent, ZoneId zone, Instant from, Instant until) {
        var shown = recent.stream().filter(reading -> reading.kind() == kind).toList();
        var data = new Data(
                zone.getId(),
                from.getEpochSecond(),
                until.getEpochSecond(),
                kind.required().stream().map(Metric::code).toList(),
                shown.stream()
                        .map(reading -> reading.measuredAt().getEpochSecond())
                        .toList(),
                kind.required().stream().map(metric -> values(shown, metric)).toList(),
                moments(kind, preview.now()),
                moments(kind, preview.then()));
        var name = kind.code().replace('-', ' ');
        return new Chart(
                name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                kind.required().getFirst().unit().display(),
                json(data));
    }

    /// HI and LO at the edge of what can be.
    private static List<Double> values(List<Reading> readings, Metric metric) {
        return readings.stream()
                .flatMap(reading -> reading.value(metric).stream())
                .map(value -> switch (value) {
                    case Value.Exact(double number) -> number;
                    case Value.OutOfRange outside ->
                        outside == Value.OutOfRange.HIGH ? metric.highestPlausible() : metric.lowestPlausible();
                })
                .toList();
    }

    private static List<Long> moments(ReadingKind kind, List<Raised> raised) {
        return raised.stream()
                .map(Raised::episode)
                .filter(episode -> episode.kind() == kind)
                .map(episode -> episode.first().measuredAt().getEpochSecond())
                .sorted()
                .toList();
    }

    private static String json(Data data) {
        try {
            return Json.MAPPER.writeValueAsString(data);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
