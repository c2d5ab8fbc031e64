package health.vigil.kit.http;

import health.vigil.kit.config.Pem;
import java.nio.file.Path;
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

    private static final int LOOK_EVERY_SECONDS = 1;

    private Tls() {}

    /// Listens with the certificate of the settings, and with the next one as soon as it is in the same file.
    ///
    /// @throws health.vigil.kit.config.InvalidSettingException when there is none in it
    static ServerConnector connector(Server server, HttpConfiguration http, HttpSettings settings) {
        // Jetty would tell less well what is wrong with it.
        Pem.read(Path.of(settings.certificate()));
        var tls = new SslContextFactory.Server();
        tls.setKeyStoreType(Pem.TYPE);
        tls.setKeyStoreProvider(Pem.provider());
        tls.setKeyStorePath(settings.certificate());
        tls.setKeyStorePassword("");
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        var scanner = new KeyStoreScanner(tls);
        scanner.setScanInterval(LOOK_EVERY_SECONDS);
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

    /// Plain HTTP besides, for programs on this machine.
    static ServerConnector loopback(Server server, HttpConfiguration http) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        return connector;
    }
}
