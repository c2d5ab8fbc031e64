package health.vigil.local.bench;

import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Plot;
import health.vigil.local.run.RunFile;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The memory of the all-in-one, a process of its own, while readings come at a constant rate for a long time. Its
/// floor is its own memory once warm.
final class Soak implements Measurement {

    private static final double READINGS_A_SECOND = 300;
    private static final int DANGEROUS = 50;
    private static final int LARGEST_MEGABYTES = 1024;
    private static final double FLAT = 1.05;

    /// The part of the time after which it is warm.
    private static final int WARM = 6;

    private static final double SAMPLES_AN_HOUR = 60;

    private final Clock clock;
    private final Duration length;

    /// @param length of which each minute is measured
    Soak(Clock clock, Duration length) {
        this.clock = clock;
        this.length = length;
    }

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var home = bench.folder("soak");
        try (var process = ChildProcess.vigil(home);
                var way = new VigilWay(RunFile.read(home), home, () -> 0)) {
            var patients = bench.scale().ways().patients();
            var population = way.populate("soak", Load.CONNECTIONS, patients);
            var begin = clock.instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3_000));
            var load = new Load(way.mqtt(), population, new Life(patients, begin, DANGEROUS).past());
            try (var background = new SteadyLoad(load, READINGS_A_SECOND)) {
                return findings(samples(bench, process, background));
            }
        }
    }

    private List<Plot.Point> samples(Workbench bench, ChildProcess process, SteadyLoad background) throws Exception {
        var samples = new ArrayList<Plot.Point>();
        var started = System.nanoTime();
        for (var minute = 1; minute <= length.toMinutes(); minute++) {
            var end = Duration.ofMinutes(minute).toSeconds();
            Await.until("a minute to pass", () -> background.isDone() || Await.secondsSince(started) >= end);
            samples.add(new Plot.Point(minute, process.residentMegabytes()));
            bench.progress()
                    .tell("soak, minute %d: %.0f MB"
                            .formatted(minute, samples.getLast().y()));
        }
        return samples;
    }

    private static Findings findings(List<Plot.Point> samples) {
        var warm = samples.subList(samples.size() / WARM, samples.size());
        var slope = slope(warm) * SAMPLES_AN_HOUR;
        var figure = new Figure(
                "memory-soak",
                "resident memory after %d minutes of readings".formatted(samples.size()),
                "MB",
                samples.getLast().y(),
                new Figure.Floor(
                        "once warm, at minute %.0f".formatted(warm.getFirst().x()),
                        warm.getFirst().y()),
                List.of(Aim.atMost(LARGEST_MEGABYTES), Aim.ratioAtMost(FLAT)),
                String.format(Locale.ROOT, "%.0f readings/s; slope %+.1f MB an hour", READINGS_A_SECOND, slope));
        var ticks = samples.stream()
                .filter(sample -> sample.x() % Math.max(1, samples.size() / 6) == 0)
                .map(sample -> new Plot.Tick(sample.x(), String.format(Locale.ROOT, "%.0f", sample.x())))
                .toList();
        var line = new Plot.Line("resident memory", samples);
        return new Findings(
                List.of(figure), List.of(new Plot("soak", "Memory under load", "minute", "MB", ticks, List.of(line))));
    }

    /// By least squares.
    private static double slope(List<Plot.Point> points) {
        var x = points.stream().mapToDouble(Plot.Point::x).average().orElseThrow();
        var y = points.stream().mapToDouble(Plot.Point::y).average().orElseThrow();
        var together = points.stream()
                .mapToDouble(point -> (point.x() - x) * (point.y() - y))
                .sum();
        var alone =
                points.stream().mapToDouble(point -> Math.pow(point.x() - x, 2)).sum();
        return alone == 0 ? 0 : together / alone;
    }
}
