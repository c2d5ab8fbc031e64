package health.vigil.local.bench;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.Template;
import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Samples;
import health.vigil.plandocuments.PlanDocument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// The stream processor alone: what a reading costs as patients grow in number, and with which plan.
final class StreamAlone implements Measurement {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final CarePlan STANDARD = Template.STANDARD.in(BERLIN);
    private static final CarePlan HYPERTENSION = Template.HYPERTENSION.in(BERLIN);
    private static final CarePlan NO_RULES =
            new CarePlan("none", BERLIN, List.of(), STANDARD.targets(), List.of(), CarePlan.LATE_AFTER);

    /// Groups of few patients, one after the other, and patients for each plan.
    private static final int GROUPS = 3;

    private static final int FOR_A_PLAN = 300;
    private static final double MICROS = 1e6;

    private final Instant today;
    private final SplittableRandom random = new SplittableRandom(1);

    StreamAlone(Clock clock) {
        this.today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    }

    @Override
    public Findings measure(Workbench bench) throws Exception {
        try (var streams = new StreamBench(bench.folder("streams"))) {
            var figures = new ArrayList<>(plans(bench, streams));
            figures.add(patients(bench, streams));
            return new Findings(figures, List.of());
        }
    }

    private List<Figure> plans(Workbench bench, StreamBench streams) throws Exception {
        var days = bench.scale().streams().days();
        var bare = streams.patients("no rules", FOR_A_PLAN, PlanDocument.write(NO_RULES));
        var standard = streams.patients("standard", FOR_A_PLAN, PlanDocument.write(STANDARD));
        var hypertension = streams.patients("hypertension", FOR_A_PLAN, PlanDocument.write(HYPERTENSION));
        var rounds = bench.scale().ways().rounds();
        var none = new double[rounds];
        var few = new double[rounds];
        var many = new double[rounds];
        // The one before the first warms up.
        for (var round = -1; round < rounds; round++) {
            var begin = today.minus(Duration.ofDays((long) (rounds - round) * days));
            var measured = Math.max(0, round);
            none[measured] = rate(streams, bare, begin, days);
            few[measured] = rate(streams, standard, begin, days);
            many[measured] = rate(streams, hypertension, begin, days);
            bench.progress()
                    .tell(
                            "stream processor, %s: no rules %,.0f, standard plan %,.0f, hypertension plan %,.0f readings/s"
                                    .formatted(
                                            round < 0 ? "warming up" : "round %d of %d".formatted(round + 1, rounds),
                                            none[measured],
                                            few[measured],
                                            many[measured]));
        }
        var floor = Samples.of(none).median();
        return List.of(
                plan("standard", Samples.of(few).median(), floor, List.of(Aim.ratioAtLeast(0.6))),
                plan("hypertension", Samples.of(many).median(), floor, List.of()));
    }

    private static Figure plan(String plan, double rate, double bare, List<Aim> aims) {
        return new Figure(
                "stream-" + plan,
                "stream processor alone, " + plan + " plan",
                "readings/s",
                rate,
                new Figure.Floor("the topology without rules", bare),
                aims,
                "");
    }

    /// Two readings a day.
    private double rate(StreamBench streams, List<UUID> patients, Instant begin, int days) throws Exception {
        return 1 / secondsAReading(streams, patients, begin, 2 * days, Duration.ofHours(12));
    }

    /// All patients in turn.
    private double secondsAReading(StreamBench streams, List<UUID> patients, Instant begin, int each, Duration apart)
            throws Exception {
        var started = System.nanoTime();
        for (var turn = 0; turn < each; turn++) {
            var at = begin.plus(apart.multipliedBy(turn));
            for (var patient : patients) {
                streams.send(streams.pressure(patient, at, at.plusSeconds(60), 124 + random.nextGaussian() * 9));
            }
        }
        streams.awaitDone();
        return Await.secondsSince(started) / ((double) patients.size() * each);
    }

    private Figure patients(Workbench bench, StreamBench streams) throws Exception {
        var size = bench.scale().streams();
        var few = new double[GROUPS];
        for (var group = 0; group < GROUPS; group++) {
            few[group] = cost(streams, "few " + group, size.few(), size.each());
        }
        bench.progress()
                .tell("stream processor, %,d patients: %.0f µs a reading"
                        .formatted(size.few(), Samples.of(few).median() * MICROS));
        var many = cost(streams, "many", size.many(), size.each());
        bench.progress()
                .tell("stream processor, %,d patients: %.0f µs a reading".formatted(size.many(), many * MICROS));
        return new Figure(
                "patients",
                "cost of a reading, %,d patients".formatted(size.many()),
                "µs",
                many * MICROS,
                new Figure.Floor(
                        "%,d patients".formatted(size.few()), Samples.of(few).median() * MICROS),
                List.of(Aim.ratioAtMost(1.2)),
                "standard plan");
    }

    private double cost(StreamBench streams, String group, int count, int each) throws Exception {
        var patients = streams.patients(group, count, PlanDocument.write(STANDARD));
        return secondsAReading(streams, patients, today.minus(Duration.ofDays(30)), each, Duration.ofHours(8));
    }
}
