package health.vigil.local.drill;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The proxies between the parts.
final class Links implements AutoCloseable {

    private final Map<Link, Proxy> proxies = new LinkedHashMap<>();

    /// Puts a proxy between two parts.
    ///
    /// @return the port that the first is to use
    int through(String from, String to, int port) throws IOException {
        var proxy = new Proxy(port);
        proxies.put(new Link(from, to), proxy);
        return proxy.port();
    }

    List<Link> all() {
        return List.copyOf(proxies.keySet());
    }

    void set(Link link, Proxy.Mode mode) {
        proxy(link).set(mode);
    }

    /// Ends the link's connections, once.
    void reset(Link link) {
        proxy(link).reset();
    }

    private Proxy proxy(Link link) {
        var proxy = proxies.get(link);
        if (proxy == null) {
            throw new IllegalArgumentException("there is no link from " + link);
        }
        return proxy;
    }

    @Override
    public void close() throws IOException {
        for (var proxy : proxies.values()) {
            proxy.close();
        }
    }
}
