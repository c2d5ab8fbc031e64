package health.vigil.care.openid;

/// The hospital's identity provider.
///
/// @param issuer its address, as it names itself, e.g. `https://login.example.org/realms/hospital`; empty for none
/// @param clientSecretFile a file with Vigil's secret there
/// @param roleClaim where its ID tokens say what somebody is, with dots for what lies within: one of `vigil-nurse`,
///     `vigil-lead-nurse`, `vigil-clinician`, `vigil-admin`
/// @param truststore a PEM file with the authorities whose certificates are good; empty for those that Java knows
public record OpenIdSettings(
        String issuer, String clientId, String clientSecretFile, String roleClaim, String truststore) {

    public static final OpenIdSettings DEFAULTS = new OpenIdSettings("", "vigil", "", "roles", "");

    public OpenIdSettings {
        if (!issuer.isEmpty() && clientSecretFile.isEmpty()) {
            throw new IllegalArgumentException("client-secret-file is needed with an issuer");
        }
    }

    public boolean on() {
        return !issuer.isEmpty();
    }
}
