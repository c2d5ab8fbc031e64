package health.vigil.local.embedded;

import java.security.cert.X509Certificate;
import java.util.UUID;

/// Knows with what devices sign in.
@FunctionalInterface
public interface DeviceCredentials {

    /// Whether that is the device's secret.
    boolean matches(UUID device, String secret);

    /// Whether that is the device's certificate, and still good.
    default boolean matches(UUID device, X509Certificate certificate) {
        return false;
    }
}
