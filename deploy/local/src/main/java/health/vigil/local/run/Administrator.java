package health.vigil.local.run;

import health.vigil.care.accounts.Accounts;
import health.vigil.kit.access.Role;
import health.vigil.kit.config.SecretFile;
import java.nio.file.Path;

/// The first account: an administrator with a random password in a file that only its owner can read.
public final class Administrator {

    public static final String USERNAME = "admin";

    private Administrator() {}

    public static Path passwordFile(Path home) {
        return home.resolve("admin-password");
    }

    /// Makes the account at the first start; later on the file counts, so a lost password is replaced by removing it.
    static void ensure(Accounts accounts, Path home) {
        var password = SecretFile.readOrCreate(passwordFile(home));
        accounts.put(new Accounts.Account(USERNAME, "Administrator", Role.ADMIN), password);
    }
}
