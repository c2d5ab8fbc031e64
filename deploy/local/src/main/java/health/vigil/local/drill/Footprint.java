package health.vigil.local.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What each process holds in memory and on disk, over time.
final class Footprint {

    /// In KiB.
    ///
    /// @param files of its data folder and its log
    record Size(long memory, long files) {}

    /// @param first once everything was up
    record Growth(Size first, Size last, long mostMemory) {}

    private final Map<String, Growth> growth = new LinkedHashMap<>();

    /// Takes the measure of all parts that run.
    void measure(List<Part> parts) {
        for (var part : parts) {
            if (part.isAlive()) {
                var size = new Size(part.resident(), kibibytes(part.folder()) + kibibytes(part.log()));
                growth.merge(
                        part.name(),
                        new Growth(size, size, size.memory()),
                        (before, now) -> new Growth(
                                before.first(), now.last(), Math.max(before.mostMemory(), now.mostMemory())));
            }
        }
    }

    Map<String, Growth> growth() {
        return growth;
    }

    private static long kibibytes(Path path) {
        if (!Files.exists(path)) {
            return 0;
        }
        try (var files = Files.walk(path)) {
            return files.mapToLong(file -> size(file.toFile().length())).sum();
        } catch (IOException | UncheckedIOException _) {
            // A file was removed just now: the next time will do.
            return 0;
        }
    }

    private static long size(long bytes) {
        return (bytes + 1023) / 1024;
    }
}
