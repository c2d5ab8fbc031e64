package health.vigil.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.clinical.vitals.NameBased;
import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Plot;
import health.vigil.local.bench.report.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// From publishing a dangerous reading to the signal at the nurse's page, while other readings come. The floor is the
/// bare way under the same load, from publishing to the consumer's having it.
final class LiveFeed implements Measurement {

    /// What comes beside the probes.
    enum Beside {
        STEADY_LOAD,
        BACKLOGS
    }

    private static final int[] PER_CENT = {25, 50, 75};
    /// A page is told at most so often.
    private static final Duration CALM = Duration.ofMillis(50);

    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private final WholeWay wholeWay;
    private final Clock clock;
    private final Beside beside;
    private final Ear ear;

    LiveFeed(WholeWay wholeWay, Clock clock, Beside beside, Ear ear) {
        this.ear = ear;
        this.wholeWay = wholeWay;
        this.clock = clock;
        this.beside = beside;
    }

    /// What comes beside the probes, once for a way and once for its floor.
    private interface Backgrounds {
        Background start(Way way, String name) throws Exception;
    }

    private record Scene(String code, String name, List<Aim> aims, Backgrounds backgrounds) {}

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var scenes = beside == Beside.STEADY_LOAD ? steadyLoads(bench) : List.of(backlogs(bench));
        var most = bench.scale().live().probes() * scenes.size();
        var code = beside == Beside.STEADY_LOAD ? ear.code() : "backlog";
        var floors = bare(bench, scenes, code, most);
        var samples = vigil(bench, scenes, code, most);
        var figures = new ArrayList<Figure>();
        var curves = new ArrayList<Plot.Latencies>();
        for (var i = 0; i < scenes.size(); i++) {
            figures.addAll(figures(scenes.get(i), samples.get(i), floors.get(i)));
            curves.add(new Plot.Latencies("Vigil, " + scenes.get(i).name(), samples.get(i)));
            curves.add(new Plot.Latencies("bare, " + scenes.get(i).name(), floors.get(i)));
        }
        return new Findings(figures, List.of(Plot.percentiles(code, "Publish to " + ear.words(), curves)));
    }

    private List<Scene> steadyLoads(Workbench bench) throws Exception {
        var scenes = new ArrayList<Scene>();
        for (var perCent : ear == Ear.PAGE ? PER_CENT : new int[] {50}) {
            var rate = wholeWay.rate(bench) * perCent / 100;
            scenes.add(new Scene(
                    ear.code() + "-" + perCent,
                    "at %d %%".formatted(perCent),
                    perCent == 50 && ear == Ear.PAGE ? List.of(Aim.atMost(150)) : List.of(),
                    (way, name) -> new SteadyLoad(load(bench, way, name), rate)));
        }
        return scenes;
    }

    /// Its own patients, who stay well.
    private Load load(Workbench bench, Way way, String name) throws Exception {
        var patients = bench.scale().live().patients();
        var population = way.populate(name + " load", Load.CONNECTIONS, patients);
        return new Load(way.mqtt(), population, new Life(patients, today(), 0).present(clock));
    }

    private Instant today() {
        return clock.instant().truncatedTo(ChronoUnit.DAYS);
    }

    private Scene backlogs(Workbench bench) {
        var live = bench.scale().live();
        return new Scene(
                "backlog",
                String.format(Locale.ROOT, "while %,d devices send 30 days", live.devices()),
                List.of(Aim.atMost(1_000)),
                (way, name) -> new BacklogStorm(
                        way,
                        way.populate(name + " devices", live.devices(), live.devices()),
                        live.connections(),
                        today()));
    }

    private List<Samples> bare(Workbench bench, List<Scene> scenes, String code, int most) throws Exception {
        var signals = new Signals();
        var probe =
                NameBased.uuid("bench device", code + " probes", 0).toString().getBytes(UTF_8);
        try (var way = new BareWay(bench.parts(), clock, device -> {
            if (Arrays.equals(device, probe)) {
                signals.arrived();
            }
        })) {
            return samples(bench, scenes, way, code, new Probing(most, signals, Duration.ZERO));
        }
    }

    private List<Samples> vigil(Workbench bench, List<Scene> scenes, String code, int most) throws Exception {
        var vigil = bench.vigil();
        var signals = new Signals();
        try (var way = VigilInProcess.of(vigil);
                var _ = ear.open(vigil, bench.mails(), signals)) {
            return samples(bench, scenes, way, code, new Probing(most, signals, CALM));
        }
    }

    private record Probing(int most, Signals signals, Duration calm) {}

    private List<Samples> samples(Workbench bench, List<Scene> scenes, Way way, String code, Probing probing)
            throws Exception {
        var samples = new ArrayList<Samples>();
        var patients = way.populate(code + " probes", 1, probing.most());
        try (var probes = new Probes(way, patients, probing.signals(), probing.calm(), clock)) {
            for (var scene : scenes) {
                try (var background = scene.backgrounds().start(way, scene.code())) {
                    LockSupport.parkNanos(WARM_UP.toNanos());
                    samples.add(probes.milliseconds(bench.scale().live().probes(), background));
                }
                bench.progress()
                        .tell("%s %s, %s: p99 %.0f ms"
                                .formatted(
                                        ear.words(),
                                        scene.name(),
                                        way.name(),
                                        samples.getLast().percentile(99)));
                way.settle();
            }
        }
        return samples;
    }

    private List<Figure> figures(Scene scene, Samples samples, Samples floor) {
        var note = String.format(Locale.ROOT, "%d readings, worst %.0f ms", samples.count(), samples.worst());
        return List.of(
                figure(scene, 50, samples, floor, List.of(), ""),
                figure(scene, 99, samples, floor, scene.aims(), note));
    }

    private Figure figure(Scene scene, int percent, Samples samples, Samples floor, List<Aim> aims, String note) {
        return new Figure(
                scene.code() + "-p" + percent,
                "publish to %s, %s, p%d".formatted(ear.words(), scene.name(), percent),
                "ms",
                samples.percentile(percent),
                new Figure.Floor("the bare way, to its consumer", floor.percentile(percent)),
                aims,
                note);
    }
}
