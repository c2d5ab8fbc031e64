package health.vigil.local.replay;

import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.config.SecretFile;
import health.vigil.local.client.VigilApi;
import health.vigil.local.run.Administrator;
import health.vigil.local.run.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `./vigil replay`
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Publishes recorded data as devices would: one device per file, over MQTT at QoS 1, each line once"
                        + " more until Vigil's receipt says that it is safe.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was confirmed",
            "1:something was not confirmed, or not in the database, in time",
            "2:wrong command line, or nothing runs in --home"
        })
public final class ReplayCommand implements Callable<Integer> {

    static final class Formats implements ITypeConverter<RecordingFormat>, Iterable<String> {

        @Override
        public RecordingFormat convert(String value) {
            return Arrays.stream(RecordingFormat.values())
                    .filter(format -> format.option().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + value + "' is no format; choose one of " + String.join(", ", this)));
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(RecordingFormat.values())
                    .map(RecordingFormat::option)
                    .iterator();
        }
    }

    @Option(
            names = "--format",
            required = true,
            converter = Formats.class,
            completionCandidates = Formats.class,
            description = "What the files are: ${COMPLETION-CANDIDATES}.")
    private @Nullable RecordingFormat format;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, or folders with nothing else in them.")
    private List<Path> paths = List.of();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "IANA zone of the recorded local times. Default: this machine's (${DEFAULT-VALUE}).")
    private ZoneId zone = ZoneId.systemDefault();

    @Option(
            names = "--shift-to-now",
            description = "Move each file by whole days, so that its last reading is of today.")
    private boolean shiftToNow;

    @Option(names = "--home", paramLabel = "DIR", description = "Of the running Vigil. Default: ~/.vigil")
    private Path home = Path.of(System.getProperty("user.home"), ".vigil");

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            description = "How long to go on without any progress. Default: ${DEFAULT-VALUE}")
    private Duration patience = Duration.ofMinutes(2);

    @Override
    public Integer call() throws IOException, InterruptedException {
        var run = RunFile.read(home);
        var tally = new Tally();
        var files = new ArrayList<ReplayedFile>();
        try (var api =
                new VigilApi(run.http(), Administrator.USERNAME, SecretFile.read(Administrator.passwordFile(home)))) {
            for (var file : files()) {
                files.add(open(api, run, file, tally));
            }
            var confirmed = awaitConfirmed(files);
            var settled = confirmed && awaitSettled(files);
            for (var file : files) {
                file.addTo(tally);
            }
            tally.print(System.out);
            if (!settled) {
                System.err.println(
                        "Not everything was confirmed in time. Is Vigil running? Run the same command again: what is"
                                + " there already is recognised.");
            }
            return settled ? 0 : 1;
        } finally {
            files.forEach(ReplayedFile::close);
        }
    }

    private List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                try (var inside = Files.list(path)) {
                    inside.filter(Files::isRegularFile).sorted().forEach(files::add);
                }
            } else if (Files.isRegularFile(path)) {
                files.add(path);
            } else {
                throw new InvalidSettingException("There is no file " + path + ".");
            }
        }
        return files;
    }

    private ReplayedFile open(VigilApi api, RunFile run, Path file, Tally tally)
            throws IOException, InterruptedException {
        var chosen = Objects.requireNonNull(format);
        var now = shiftToNow ? Optional.of(LocalDateTime.now(Clock.system(zone))) : Optional.<LocalDateTime>empty();
        var lines = Recording.read(chosen, file, zone, now);
        lines.forEach(line -> {
            if (line instanceof Line.Skipped(String why)) {
                tally.skipped.merge(why, 1, Integer::sum);
            }
        });
        return new ReplayedFile(api, run.mqtt(), chosen, file, zone.getId(), lines);
    }

    private boolean awaitConfirmed(List<ReplayedFile> files) {
        var total = files.stream().mapToInt(file -> file.device().published()).sum();
        try (var bar = Progress.bar("Publishing", total)) {
            return await(bar, () -> {
                var open = files.stream()
                        .mapToInt(file -> file.device().unconfirmed())
                        .sum();
                bar.stepTo(total - open);
                return open == 0;
            });
        }
    }

    private boolean awaitSettled(List<ReplayedFile> files) throws IOException, InterruptedException {
        var waiting = new ArrayList<>(files);
        try (var bar = Progress.bar("Storing", files.size())) {
            var until = System.nanoTime() + patience.toNanos();
            while (!waiting.isEmpty() && System.nanoTime() < until) {
                if (waiting.getFirst().isSettled()) {
                    waiting.removeFirst();
                    bar.step();
                } else {
                    pause();
                }
            }
        }
        return waiting.isEmpty();
    }

    private interface Check {
        boolean done();
    }

    private boolean await(ProgressBar bar, Check check) {
        var reached = bar.getCurrent();
        var until = System.nanoTime() + patience.toNanos();
        while (!check.done()) {
            if (bar.getCurrent() > reached) {
                reached = bar.getCurrent();
                until = System.nanoTime() + patience.toNanos();
            }
            if (System.nanoTime() > until) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
}
