package health.vigil.kit.config;

import de.dentrassi.crypto.pem.PemKeyStoreProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;

/// Certificates with their private keys, in PEM files: the certificate, the chain to its authority, and the key.
public final class Pem {

    /// Of such files as key stores, for those who take one by its name.
    public static final String TYPE = "PEM";

    private static final Provider PROVIDER = new PemKeyStoreProvider();

    static {
        var _ = Security.addProvider(PROVIDER);
    }

    private Pem() {}

    /// The name of the provider of [#TYPE], which is registered by now.
    public static String provider() {
        return PROVIDER.getName();
    }

    /// Reads a file.
    ///
    /// @throws InvalidSettingException when there is no certificate with its key in it
    public static KeyStore read(Path pem) {
        try (var file = Files.newInputStream(pem)) {
            var store = KeyStore.getInstance(TYPE, PROVIDER);
            store.load(file, null);
            var aliases = store.aliases();
            while (aliases.hasMoreElements()) {
                if (store.isKeyEntry(aliases.nextElement())) {
                    return store;
                }
            }
        } catch (IOException | GeneralSecurityException failure) {
            throw new InvalidSettingException(
                    "Cannot read the certificate " + pem + ": " + failure.getMessage(), failure);
        }
        throw new InvalidSettingException("There is no certificate with its private key in " + pem);
    }
}
