package health.vigil.local.bench;

import health.vigil.clinical.plans.Template;
import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.plandocuments.PlanDocument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/// The stream processor alone: what a reading costs as one patient's history grows, whichever end it comes from, and
/// how long a node needs whose disk is lost.
final class LongHistory implements Measurement {

    private static final String PLAN = PlanDocument.write(Template.HYPERTENSION.in(ZoneId.of("Europe/Berlin")));
    private static final int SHORT = 100;
    private static final Duration APART = Duration.ofHours(8);
    private static final double MICROS = 1e6;

    // Up to then: nobody is silent in the end.
    private final Instant end;

    private final SplittableRandom random = new SplittableRandom(1);

    LongHistory(Clock clock) {
        this.end = clock.instant().truncatedTo(ChronoUnit.DAYS);
    }

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var longest = bench.scale().streams().history();
        try (var streams = new StreamBench(bench.folder("history"))) {
            // The first one warms up.
            var _ = grown(streams, "warming up", SHORT, longest);
            var started = System.nanoTime();
            var grown = grown(streams, "growing", SHORT, longest);
            var backwards = backwards(streams, longest);
            var evaluated = Await.secondsSince(started);
            bench.progress()
                    .tell("stream processor, a history of %,d readings: %.0f µs a reading, %.0f newest first"
                            .formatted(longest, grown.last() * MICROS, backwards * MICROS));
            var restored = restored(streams);
            bench.progress().tell("stream processor, state directory lost: back after %.1f s".formatted(restored));
            return Findings.of(
                    history("history", "oldest first", longest, grown.last(), "up to " + SHORT, grown.first()),
                    history("history-backwards", "newest first", longest, backwards, "oldest first", grown.last()),
                    new Figure(
                            "restore",
                            "lost state of %,d readings restored".formatted(3 * longest),
                            "s",
                            restored,
                            new Figure.Floor("evaluating two thirds of them", evaluated),
                            List.of(),
                            "hypertension plan"));
        }
    }

    private static Figure history(
            String code, String order, int longest, double seconds, String floor, double floorSeconds) {
        return new Figure(
                code,
                "a reading of one patient with up to %,d, %s".formatted(longest, order),
                "µs",
                seconds * MICROS,
                new Figure.Floor(floor, floorSeconds * MICROS),
                code.equals("history") ? List.of(Aim.ratioAtMost(1.5)) : List.of(),
                "hypertension plan");
    }

    /// Seconds a reading while the history is short, and while it is long.
    private record Growth(double first, double last) {}

    private Growth grown(StreamBench streams, String name, int few, int many) throws Exception {
        var patient = streams.patients(name, 1, PLAN).getFirst();
        return new Growth(
                secondsAReading(streams, patient, IntStream.range(0, few).map(number -> many - number)),
                secondsAReading(streams, patient, IntStream.range(few, many).map(number -> many - number)));
    }

    private double backwards(StreamBench streams, int count) throws Exception {
        var patient = streams.patients("backwards", 1, PLAN).getFirst();
        return secondsAReading(streams, patient, IntStream.rangeClosed(1, count));
    }

    /// @param places counted back from the end
    private double secondsAReading(StreamBench streams, UUID patient, IntStream places) throws Exception {
        var started = System.nanoTime();
        var sent = 0;
        for (var place : places.toArray()) {
            var at = end.minus(APART.multipliedBy(place));
            streams.send(streams.pressure(patient, at, at.plusSeconds(60), 128 + random.nextGaussian() * 12));
            sent++;
        }
        streams.awaitDone();
        return Await.secondsSince(started) / sent;
    }

    /// What is left of a node whose disk is lost: the topics.
    private static double restored(StreamBench streams) throws Exception {
        var started = System.nanoTime();
        streams.restartWithoutState();
        return Await.secondsSince(started);
    }
}
