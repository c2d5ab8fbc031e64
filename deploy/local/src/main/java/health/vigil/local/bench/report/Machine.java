package health.vigil.local.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Where and of what a benchmark was run.
///
/// @param loadBefore the system's load average of a minute at the start: what else ran; negative where unknown
/// @param commit as `git describe` tells it, or `unknown`
public record Machine(
        Instant at,
        int cores,
        long memoryMb,
        long heapMb,
        double loadBefore,
        String system,
        String jdk,
        String commit) {

    private static final long MEBIBYTE = 1024 * 1024;

    /// This one.
    public static Machine here(Instant now) {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                now.truncatedTo(ChronoUnit.SECONDS),
                system.getAvailableProcessors(),
                system.getTotalMemorySize() / MEBIBYTE,
                Runtime.getRuntime().maxMemory() / MEBIBYTE,
                system.getSystemLoadAverage(),
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                described());
    }

    private static String described() {
        try {
            var classes = Path.of(Machine.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            var folder = Files.isDirectory(classes) ? classes : classes.resolveSibling(".");
            var git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? said : "unknown";
        } catch (IOException | URISyntaxException _) {
            // No git here, or no working copy.
            return "unknown";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
