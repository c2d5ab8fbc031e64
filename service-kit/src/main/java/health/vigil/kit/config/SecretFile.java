package health.vigil.kit.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// A secret in a file that only its owner can read.
public final class SecretFile {

    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretFile() {}

    /// 256 random bits as text that is safe in URLs and headers.
    public static String random() {
        var bits = new byte[32];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    public static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new InvalidSettingException("Cannot read the secret file " + file, failure);
        }
    }

    /// The secret in that file; where there is none yet, a new random one is written.
    public static String readOrCreate(Path file) {
        if (Files.exists(file)) {
            return read(file);
        }
        var secret = random();
        write(file, secret);
        return secret;
    }

    /// Replaces the file as a whole: a crash leaves the old one or the new one.
    public static void write(Path file, String text) {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            var directory = file.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            var temporary = Files.createTempFile(directory, file.getFileName().toString(), ".new", ownerOnly);
            Files.write(temporary, (text + "\n").getBytes(UTF_8));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write the secret file " + file, failure);
        }
    }
}
