package health.vigil.kit.kafka;

/// Where the schema registry is.
///
/// @param url empty for the checked-in history in memory, with its own ids
/// @param user empty where the registry asks for none
/// @param passwordFile a file with the user's password
/// @param truststore a PEM file with the authorities whose certificates are good; empty for those that Java knows
public record RegistrySettings(String url, String user, String passwordFile, String truststore) {

    public static final RegistrySettings DEFAULTS = new RegistrySettings("", "", "", "");

    public RegistrySettings {
        if (!url.isEmpty() && !url.startsWith("http://") && !url.startsWith("https://")) {
            throw new IllegalArgumentException("url must begin with http:// or https://, or be empty");
        }
        if (!user.isEmpty() && passwordFile.isEmpty()) {
            throw new IllegalArgumentException("password-file is needed with a user");
        }
    }
}
