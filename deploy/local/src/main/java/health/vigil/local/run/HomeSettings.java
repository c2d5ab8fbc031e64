package health.vigil.local.run;

import health.vigil.alerts.delivery.ChannelSettings;
import health.vigil.kit.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What may be set of the all-in-one, in `vigil.yaml` in its home, or by environment variables that begin with
/// `VIGIL_CHANNELS_`.
///
/// @param channels how people are reached beside the page
record HomeSettings(ChannelSettings channels) {

    private static final String FILE = "vigil.yaml";
    private static final String VARIABLES = "VIGIL_CHANNELS_";

    /// @param pageUrl where the console is, unless the settings say otherwise
    /// @throws health.vigil.kit.config.InvalidSettingException naming the setting
    static HomeSettings read(Path home, String pageUrl) {
        var defaults = ChannelSettings.DEFAULTS;
        var file = home.resolve(FILE);
        return Settings.read(
                HomeSettings.class,
                new HomeSettings(new ChannelSettings(
                        pageUrl,
                        defaults.digestEvery(),
                        defaults.email(),
                        defaults.telephone(),
                        defaults.webhook(),
                        defaults.push())),
                Files.exists(file) ? Optional.of(file) : Optional.empty(),
                System.getenv().entrySet().stream()
                        .filter(variable -> variable.getKey().startsWith(VARIABLES))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                Map.of());
    }
}
