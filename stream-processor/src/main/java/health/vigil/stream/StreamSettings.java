package health.vigil.stream;

import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.kafka.KafkaSettings;

/// The stream processor's settings.
public record StreamSettings(
        StreamsSettings streams, KafkaSettings kafka, DatabaseSettings database, HttpSettings http) {

    public static final StreamSettings DEFAULTS = new StreamSettings(
            StreamsSettings.DEFAULTS,
            KafkaSettings.DEFAULTS,
            DatabaseSettings.DEFAULTS,
            new HttpSettings("127.0.0.1", 8082));
}
