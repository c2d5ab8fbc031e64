package health.vigil.kit.http;

import health.vigil.kit.config.Listener;
import java.time.Duration;

/// Where to listen, and whether in secret.
///
/// @param host an address of this machine; 127.0.0.1 unless told otherwise
/// @param port 0 for any free one
/// @param certificate a PEM file with the certificate, the chain to its authority, and the private key; empty for plain
///     HTTP. A new one is taken without a restart.
/// @param loopback whether there is plain HTTP besides, on a free port, for programs on this machine
/// @param plain whether plain HTTP is meant to be heard beyond this machine, because something in front ends TLS; it is
///     then believed what it says of the caller (`X-Forwarded-For`, `-Proto`, `-Host`)
/// @param requestWithin how long a new connection may take to bring its first request
/// @param requestsPerSecond of one session or token, as long as it asks without a rest
public record HttpSettings(
        String host,
        int port,
        String certificate,
        boolean loopback,
        boolean plain,
        Duration requestWithin,
        int requestsPerSecond) {

    public static final HttpSettings DEFAULTS = new HttpSettings("127.0.0.1", 8080);

    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must lie between 0 and 65535");
        }
        if (!requestWithin.isPositive() || requestsPerSecond < 1) {
            throw new IllegalArgumentException("request-within and requests-per-second must be above 0");
        }
        Listener.check(host, certificate, plain);
    }

    /// Plain HTTP for this machine.
    public HttpSettings(String host, int port) {
        this(host, port, "", false, false);
    }

    /// With usual limits.
    public HttpSettings(String host, int port, String certificate, boolean loopback, boolean plain) {
        this(host, port, certificate, loopback, plain, Duration.ofSeconds(20), 200);
    }

    public boolean tls() {
        return !certificate.isEmpty();
    }
}
