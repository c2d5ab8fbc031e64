package health.vigil.care;

import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.kafka.KafkaSettings;

/// The care API's settings.
public record CareSettings(KafkaSettings kafka, DatabaseSettings database, HttpSettings http) {

    public static final CareSettings DEFAULTS =
            new CareSettings(KafkaSettings.DEFAULTS, DatabaseSettings.DEFAULTS, new HttpSettings("127.0.0.1", 8080));
}
