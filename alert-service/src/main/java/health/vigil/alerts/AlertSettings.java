package health.vigil.alerts;

import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.kafka.KafkaSettings;

/// The alert service's settings.
public record AlertSettings(KafkaSettings kafka, DatabaseSettings database, HttpSettings http) {

    public static final AlertSettings DEFAULTS =
            new AlertSettings(KafkaSettings.DEFAULTS, DatabaseSettings.DEFAULTS, new HttpSettings("127.0.0.1", 8083));
}
