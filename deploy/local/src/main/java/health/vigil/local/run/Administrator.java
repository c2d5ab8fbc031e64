package health.vigil.local.run;

import health.vigil.care.CareApi;
import health.vigil.kit.config.SecretFile;
import java.nio.file.Path;

/// The first account: an administrator with a random password in a file that only its owner can read.
public final class Administrator {

    public static final String USERNAME = CareApi.ADMINISTRATOR.username();

    private Administrator() {}

    public static Path passwordFile(Path home) {
        return home.resolve("admin-password");
    }

    /// Sees to it that there is a password; a lost one is replaced by removing its file.
    static Path ensurePassword(Path home) {
        var file = passwordFile(home);
        SecretFile.readOrCreate(file);
        return file;
    }
}
