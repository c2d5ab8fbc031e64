package health.vigil.local.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A small file system of its own for a part's data, that can be filled up. It is a `tmpfs`, which only root may mount;
/// elsewhere this is a plain folder, and cannot be filled.
final class Disk implements AutoCloseable {

    private static final int BLOCK = 256 * 1024;

    private final Path folder;
    private final Optional<String> problem;

    /// @param mebibytes its size
    Disk(Path folder, int mebibytes) throws IOException, InterruptedException {
        this.folder = folder;
        Files.createDirectories(folder);
        this.problem = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
    }

    /// Why it cannot be filled.
    Optional<String> problem() {
        return problem;
    }

    /// Leaves no byte free.
    void fill() throws IOException {
        if (problem.isPresent()) {
            throw new IOException("not a file system of its own: " + problem.get());
        }
        try (var channel = FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (var size = BLOCK; size > 0; ) {
                size = write(channel, size) ? size : size / 2;
            }
        }
    }

    private static boolean write(FileChannel channel, int size) {
        try {
            return channel.write(ByteBuffer.allocate(size)) > 0;
        } catch (IOException _) {
            // No space left for that many.
            return false;
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    private static Optional<String> run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        return process.waitFor() == 0 ? Optional.empty() : Optional.of(said);
    }

    @Override
    public void close() throws IOException {
        if (problem.isPresent()) {
            return;
        }
        try {
            for (var attempt = 0;
                    attempt < 20 && run("umount", folder.toString()).isPresent();
                    attempt++) {
                // Somebody is still closing files.
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
