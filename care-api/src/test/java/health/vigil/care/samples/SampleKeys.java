package health.vigil.care.samples;

import health.vigil.kit.config.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// Keys that are good for one run.
public final class SampleKeys {

    private SampleKeys() {}

    public static KeyRing keys() {
        try {
            var folder = Files.createTempDirectory("keys");
            var keys = KeyRing.readOrCreate(folder.resolve("keys"));
            Files.delete(folder.resolve("keys"));
            Files.delete(folder);
            return keys;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
