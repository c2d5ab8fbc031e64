package health.vigil.kit.http;

import health.vigil.kit.config.Listener;

/// Where to listen, and whether in secret.
///
/// @param host an address of this machine; 127.0.0.1 unless told otherwise
/// @param port 0 for any free one
/// @param certificate a PEM file with the certificate, the chain to its authority, and the private key; empty for plain
///     HTTP. A new one is taken without a restart.
/// @param loopback whether there is plain HTTP besides, on a free port, for programs on this machine
/// @param plain whether plain HTTP is meant to be heard beyond this machine, because something in front ends TLS; it is
///     then believed what it says of the caller (`X-Forwarded-For`, `-Proto`, `-Host`)
public record HttpSettings(String host, int port, String certificate, boolean loopback, boolean plain) {

    public static final HttpSettings DEFAULTS = new HttpSettings("127.0.0.1", 8080);

    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must lie between 0 and 65535");
        }
        Listener.check(host, certificate, plain);
    }

    /// Plain HTTP for this machine.
    public HttpSettings(String host, int port) {
        this(host, port, "", false, false);
    }

    public boolean tls() {
        return !certificate.isEmpty();
    }
}
