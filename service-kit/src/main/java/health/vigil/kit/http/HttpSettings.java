package health.vigil.kit.http;

/// Where to listen.
///
/// @param host an address of this machine; 127.0.0.1 unless told otherwise
/// @param port 0 for any free one
public record HttpSettings(String host, int port) {

    public static final HttpSettings DEFAULTS = new HttpSettings("127.0.0.1", 8080);

    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must lie between 0 and 65535");
        }
    }
}
