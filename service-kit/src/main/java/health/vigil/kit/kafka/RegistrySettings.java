package health.vigil.kit.kafka;

import health.vigil.kit.config.Listener;
import java.net.URI;

/// Where the schema registry is.
///
/// @param url empty for the checked-in history in memory, with its own ids
/// @param user empty where the registry asks for none
/// @param passwordFile a file with the user's password
/// @param truststore a PEM file with the authorities whose certificates are good; empty for those that Java knows
/// @param plain whether a password may go over a network for all to read, and schemas be changed on their way
public record RegistrySettings(String url, String user, String passwordFile, String truststore, boolean plain) {

    public static final RegistrySettings DEFAULTS = new RegistrySettings("", "", "", "", false);

    public RegistrySettings {
        if (!url.isEmpty() && !url.startsWith("http://") && !url.startsWith("https://")) {
            throw new IllegalArgumentException("url must begin with http:// or https://, or be empty");
        }
        if (url.startsWith("http://") && !plain && !Listener.staysHere(URI.create(url))) {
            throw new IllegalArgumentException(
                    "url names another machine, so it must begin with https://; or plain must be true, where nobody else is"
                            + " on the network");
        }
        if (!user.isEmpty() && passwordFile.isEmpty()) {
            throw new IllegalArgumentException("password-file is needed with a user");
        }
    }
}
