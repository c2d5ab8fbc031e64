package health.vigil.kit.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/// What holds of everything that listens, and of what it is connected to.
public final class Listener {

    private Listener() {}

    /// Refuses what would send passwords and readings over a network for all to read.
    ///
    /// @param certificate a PEM file; empty for none
    /// @param plain whether that is meant
    /// @throws IllegalArgumentException saying what to set
    public static void check(String host, String certificate, boolean plain) {
        if (certificate.isEmpty() && !plain && !isThisMachine(host)) {
            throw new IllegalArgumentException(
                    ("%s can be reached from other machines, so certificate must name a PEM file for TLS; or plain must be"
                                    + " true, where something in front of it ends TLS")
                            .formatted(host));
        }
    }

    /// Whether a client that connects to that host stays on this machine, as its name alone says.
    public static boolean staysHere(String host) {
        try {
            return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            // A name, which may mean another machine tomorrow.
            return false;
        }
    }

    /// The same of an address with a scheme; one that names no host stays nowhere.
    public static boolean staysHere(URI address) {
        return address.getHost() != null && staysHere(address.getHost());
    }

    /// Whether nothing but this machine can reach that address.
    public static boolean isThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(host + " is no address of this machine", unknown);
        }
    }
}
