package health.vigil.stream;

import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.stream.projection.ProjectionSettings;

/// The stream processor's settings.
public record StreamSettings(
        StreamsSettings streams,
        ProjectionSettings projection,
        KafkaSettings kafka,
        DatabaseSettings database,
        HttpSettings http) {

    public static final StreamSettings DEFAULTS = new StreamSettings(
            StreamsSettings.DEFAULTS,
            ProjectionSettings.DEFAULTS,
            KafkaSettings.DEFAULTS,
            DatabaseSettings.DEFAULTS,
            new HttpSettings("127.0.0.1", 8082));
}
