package health.vigil.care;

import health.vigil.care.erasure.RetentionSettings;
import health.vigil.care.openid.OpenIdSettings;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.kafka.KafkaSettings;

/// The care API's settings.
///
/// @param administratorPasswordFile a file with the password of the account `admin`, who makes the other accounts;
///     empty where that account is not wanted, or not to be changed
/// @param deviceAuthority a PEM file with the certificate and the key of the authority that signs devices'
///     certificates; empty where devices get secrets only
/// @param keyFile holds the keys for what is kept encrypted, 32 bytes in Base64 a line; the first encrypts
/// @param keyProgram prints them, where they are not in a file
/// @param retention for how long patients are known who are no longer looked after
/// @param openId the identity provider by which people may sign in beside local accounts
public record CareSettings(
        KafkaSettings kafka,
        DatabaseSettings database,
        HttpSettings http,
        String administratorPasswordFile,
        String deviceAuthority,
        String keyFile,
        String keyProgram,
        RetentionSettings retention,
        OpenIdSettings openId) {

    public static final CareSettings DEFAULTS = new CareSettings(
            KafkaSettings.DEFAULTS,
            DatabaseSettings.DEFAULTS,
            new HttpSettings("127.0.0.1", 8080),
            "",
            "",
            "",
            "",
            RetentionSettings.DEFAULTS,
            OpenIdSettings.DEFAULTS);
}
