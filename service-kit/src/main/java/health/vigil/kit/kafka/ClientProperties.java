package health.vigil.kit.kafka;

import health.vigil.kit.config.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

final class ClientProperties {

    private ClientProperties() {}

    static Properties read(String file) {
        var properties = new Properties();
        try (var text = Files.newBufferedReader(Path.of(file))) {
            properties.load(text);
        } catch (IOException failure) {
            throw new InvalidSettingException(
                    "Cannot read the file of the setting 'kafka.client-properties': " + file, failure);
        }
        return properties;
    }
}
