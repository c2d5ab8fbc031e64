package health.vigil.alerts;

import health.vigil.alerts.delivery.ChannelSettings;
import health.vigil.alerts.watchdog.WatchdogSettings;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.kafka.KafkaSettings;

/// The alert service's settings.
///
/// @param keyFile a file with the keys of what is kept encrypted, the same as the care API's
/// @param keyProgram prints them, where they are not in a file
public record AlertSettings(
        KafkaSettings kafka,
        DatabaseSettings database,
        HttpSettings http,
        ChannelSettings channels,
        WatchdogSettings watchdog,
        String keyFile,
        String keyProgram) {

    public static final AlertSettings DEFAULTS = new AlertSettings(
            KafkaSettings.DEFAULTS,
            new DatabaseSettings(
                    DatabaseSettings.DEFAULTS.url(),
                    DatabaseSettings.DEFAULTS.user(),
                    DatabaseSettings.DEFAULTS.passwordFile(),
                    16,
                    DatabaseSettings.DEFAULTS.connectTimeout()),
            new HttpSettings("127.0.0.1", 8083),
            ChannelSettings.DEFAULTS,
            WatchdogSettings.DEFAULTS,
            "",
            "");
}
