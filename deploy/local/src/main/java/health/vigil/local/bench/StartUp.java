package health.vigil.local.bench;

import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Starting the all-in-one as a process of its own, for the first time and again, and the memory it holds at rest. The
/// floor is a process with the bare parts.
final class StartUp implements Measurement {

    private static final int LARGEST_MEGABYTES = 1024;
    private static final double LONGEST_SECONDS = 6;

    @FunctionalInterface
    private interface Start {
        ChildProcess start(Path home) throws Exception;
    }

    private record Times(double first, double again, double megabytes) {}

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var bare = times(bench, "bare-process", ChildProcess::bareParts);
        var vigil = times(bench, "vigil-process", ChildProcess::vigil);
        return Findings.of(
                start("start-first", "start to ready, the first time", vigil.first(), bare.first()),
                start("start-again", "start to ready, again", vigil.again(), bare.again()),
                new Figure(
                        "memory-rest",
                        "resident memory at rest, with the database",
                        "MB",
                        vigil.megabytes(),
                        new Figure.Floor("the bare parts in a process", bare.megabytes()),
                        List.of(Aim.atMost(LARGEST_MEGABYTES)),
                        ""));
    }

    private static Figure start(String code, String name, double vigil, double bare) {
        return new Figure(
                code,
                name,
                "s",
                vigil,
                new Figure.Floor("the bare parts in a process", bare),
                List.of(Aim.atMost(LONGEST_SECONDS)),
                "");
    }

    private static Times times(Workbench bench, String name, Start start) throws Exception {
        var home = bench.folder(name);
        double first;
        double megabytes;
        try (var process = start.start(home)) {
            first = process.secondsToReady();
            LockSupport.parkNanos(bench.scale().rest().toNanos());
            megabytes = process.residentMegabytes();
        }
        var again = new double[bench.scale().ways().rounds()];
        for (var round = 0; round < again.length; round++) {
            try (var process = start.start(home)) {
                again[round] = process.secondsToReady();
            }
        }
        bench.progress()
                .tell("%s: ready after %.1f s, %.1f s again, %.0f MB".formatted(name, first, again[0], megabytes));
        return new Times(first, Samples.of(again).median(), megabytes);
    }
}
