package health.vigil.kit.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Whom to believe that a server is the one it says it is.
public final class Trust {

    private Trust() {}

    /// TLS that trusts the authorities of that PEM file and no others.
    ///
    /// @throws InvalidSettingException when there are none in it
    public static SSLContext in(Path pem) {
        return in(pem, Optional.empty());
    }

    /// The same, and shows the certificate of that other PEM file to who asks for one.
    ///
    /// @throws InvalidSettingException when there are none in either
    public static SSLContext in(Path pem, Optional<Path> identity) {
        try (var file = Files.newInputStream(pem)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw new InvalidSettingException("There is no certificate in the truststore " + pem);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(keys(identity), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failure) {
            throw new InvalidSettingException(
                    "Cannot read the truststore " + pem + ": " + failure.getMessage(), failure);
        }
    }

    private static KeyManager @Nullable [] keys(Optional<Path> identity) throws GeneralSecurityException {
        if (identity.isEmpty()) {
            return null;
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(Pem.read(identity.get()), new char[0]);
        return keys.getKeyManagers();
    }
}
