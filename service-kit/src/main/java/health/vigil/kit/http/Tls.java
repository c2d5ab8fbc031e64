package health.vigil.kit.http;

import de.dentrassi.crypto.pem.PemKeyStoreProvider;
import health.vigil.kit.config.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.KeyStoreScanner;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// HTTPS.
final class Tls {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Provider PEM = new PemKeyStoreProvider();

    static {
        // Jetty asks for it by its name.
        var _ = Security.addProvider(PEM);
    }

    private Tls() {}

    /// Listens with the certificate of the settings, and with the next one as soon as it is in the same file.
    ///
    /// @throws InvalidSettingException when there is none in it
    static ServerConnector connector(Server server, HttpConfiguration http, HttpSettings settings) {
        check(Path.of(settings.certificate()));
        var tls = new SslContextFactory.Server();
        tls.setKeyStoreType("PEM");
        tls.setKeyStoreProvider(PEM.getName());
        tls.setKeyStorePath(settings.certificate());
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        var scanner = new KeyStoreScanner(tls);
        scanner.setScanInterval((int) LOOK_EVERY.toSeconds());
        server.addBean(scanner);
        var secure = new HttpConfiguration(http);
        // By an address of the house the certificate may not know, and browsers look at it themselves.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        var connector = new ServerConnector(
                server,
                new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(secure));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        return connector;
    }

    private static void check(Path pem) {
        try (var file = Files.newInputStream(pem)) {
            var store = KeyStore.getInstance("PEM", PEM);
            store.load(file, null);
            var aliases = store.aliases();
            while (aliases.hasMoreElements()) {
                if (store.isKeyEntry(aliases.nextElement())) {
                    return;
                }
            }
            throw new InvalidSettingException("There is no certificate with its private key in " + pem);
        } catch (IOException | GeneralSecurityException failure) {
            throw new InvalidSettingException(
                    "Cannot read the certificate " + pem + ": " + failure.getMessage(), failure);
        }
    }
}
