package health.vigil.local.run;

import health.vigil.kit.config.InvalidSettingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One process at a time has a home folder. The operating system frees the lock when the process ends, however.
final class HomeLock implements AutoCloseable {

    private final FileChannel channel;

    HomeLock(Path home) throws IOException {
        Files.createDirectories(home);
        this.channel = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new InvalidSettingException(
                    "Vigil already runs in " + home + ". Stop it first, or choose another folder with --home.");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
