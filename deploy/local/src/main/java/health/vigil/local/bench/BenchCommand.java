package health.vigil.local.bench;

import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.run.Stop;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Machine;
import health.vigil.local.bench.report.Plot;
import health.vigil.local.bench.report.Report;
import health.vigil.local.embedded.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./vigil bench`
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures how fast Vigil is on this machine, each figure beside its floor: the bare parts doing only"
                        + " the unavoidable, in the same run. Leave the machine alone meanwhile.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was measured, whether or not it reached its aim",
            "1:something could not be measured",
            "2:wrong command line"
        })
public final class BenchCommand implements Callable<Integer> {

    /// What can be measured, in this order.
    enum Subject {
        WHOLE_WAY,
        GATEWAY,
        FORMATS,
        DECODING,
        PROJECTION,
        LIVE_FEED,
        WEBHOOK,
        MAIL,
        WORKLIST,
        BACKLOG,
        STREAM,
        HISTORY,
        ALERT,
        TREND,
        WATCHED,
        START;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description =
                    "${COMPLETION-CANDIDATES}: about 2 minutes, 20 minutes, or 2 hours. Default: ${DEFAULT-VALUE}")
    private Size size = Size.SMALL;

    @Option(
            names = "--figures",
            split = ",",
            paramLabel = "FIGURE",
            description = "Only these of ${COMPLETION-CANDIDATES}. Default: all.")
    private Set<Subject> subjects = EnumSet.allOf(Subject.class);

    @Option(
            names = "--soak",
            paramLabel = "DURATION",
            description = "Also watch the memory under load for so long, e.g. PT1H. Default: not.")
    private @Nullable Duration soak;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where results.json, results.md and the plots go; also the data meanwhile, so it decides which"
                            + " disk is measured. Default: bench-results/ and the time.")
    private @Nullable Path out;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws IOException {
        if (soak != null && soak.toMinutes() < 1) {
            throw new InvalidSettingException("--soak must be a minute or longer, e.g. PT1H.");
        }
        var folder = folder();
        var data = folder.resolve("data");
        var machine = Machine.here(clock.instant());
        var progress = new Progress(System.err);
        progress.tell("measuring at size %s into %s, load average %.1f".formatted(size, folder, machine.loadBefore()));
        try (var stop = Stop.onSignal();
                var bench = new Workbench(size.scale(), data, progress)) {
            interruptWhenAsked(stop);
            return measure(bench, stop, folder, machine);
        } finally {
            Folders.empty(data);
            Files.deleteIfExists(data);
        }
    }

    private Path folder() throws IOException {
        var name = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss", Locale.ROOT)
                .format(LocalDateTime.now(clock));
        var folder = (out == null ? Path.of("bench-results", name) : out).toAbsolutePath();
        if (Files.exists(folder.resolve("data"))) {
            throw new InvalidSettingException(
                    folder.resolve("data") + " exists: another run uses it, or was killed. Choose another --out.");
        }
        return Files.createDirectories(folder);
    }

    /// So that Ctrl-C stops the database too.
    private static void interruptWhenAsked(Stop stop) {
        var measuring = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            try {
                stop.await();
                measuring.interrupt();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Goes on after a measurement that failed: the others are worth having.
    private int measure(Workbench bench, Stop stop, Path folder, Machine machine) throws IOException {
        var figures = new ArrayList<Figure>();
        var plots = new ArrayList<Plot>();
        var failed = 0;
        for (var measurement : measurements().entrySet()) {
            try {
                var findings = measurement.getValue().measure(bench);
                figures.addAll(findings.figures());
                plots.addAll(findings.plots());
            } catch (Exception failure) {
                if (stop.isAsked()) {
                    bench.progress().tell("stopped");
                    return 1;
                }
                failed++;
                LoggerFactory.getLogger(BenchCommand.class).error("not measured", failure);
                bench.progress()
                        .tell("%s could not be measured, see the log: %s".formatted(measurement.getKey(), failure));
            }
            new Report(machine, size.toString(), figures, plots).write(folder);
        }
        System.out.println(new Report(machine, size.toString(), figures, plots).markdown());
        System.out.println("Results and plots: " + folder);
        return failed == 0 ? 0 : 1;
    }

    private Map<String, Measurement> measurements() {
        var wholeWay = new WholeWay(clock);
        var measurements = new LinkedHashMap<String, Measurement>();
        for (var subject : EnumSet.copyOf(subjects)) {
            measurements.put(
                    subject.toString(),
                    switch (subject) {
                        case WHOLE_WAY -> wholeWay;
                        case GATEWAY -> new GatewayAlone(clock);
                        case FORMATS -> new GatewayByFormat(clock);
                        case DECODING -> new Decoding();
                        case PROJECTION -> new ProjectionAlone(clock);
                        case LIVE_FEED -> new LiveFeed(wholeWay, clock, LiveFeed.Beside.STEADY_LOAD, Ear.PAGE);
                        case WEBHOOK -> new LiveFeed(wholeWay, clock, LiveFeed.Beside.STEADY_LOAD, Ear.WEBHOOK);
                        case MAIL -> new LiveFeed(wholeWay, clock, LiveFeed.Beside.STEADY_LOAD, Ear.MAIL);
                        case WORKLIST -> new LongWorklist();
                        case BACKLOG -> new LiveFeed(wholeWay, clock, LiveFeed.Beside.BACKLOGS, Ear.PAGE);
                        case STREAM -> new StreamAlone(clock);
                        case HISTORY -> new LongHistory(clock);
                        case ALERT -> new AlertDelay(clock);
                        case TREND -> new Trends(clock);
                        case WATCHED -> new Watched(clock);
                        case START -> new StartUp();
                    });
        }
        if (soak != null) {
            measurements.put("soak", new Soak(clock, soak));
        }
        return measurements;
    }
}
