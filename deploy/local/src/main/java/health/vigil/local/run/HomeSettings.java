package health.vigil.local.run;

import health.vigil.alerts.delivery.ChannelSettings;
import health.vigil.alerts.watchdog.WatchdogSettings;
import health.vigil.care.erasure.RetentionSettings;
import health.vigil.care.openid.OpenIdSettings;
import health.vigil.kit.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What may be set of the all-in-one, in `vigil.yaml` in its home, or by environment variables that begin with
/// `VIGIL_CHANNELS_`, `VIGIL_WATCHDOG_`, `VIGIL_OPEN_ID_` or `VIGIL_RETENTION_`.
///
/// @param channels how people are reached beside the page
/// @param watchdog how often it sends a probe, and how long that may take; the rest is set by itself
/// @param openId the identity provider by which people may sign in beside local accounts
/// @param retention for how long patients are known who are no longer looked after
record HomeSettings(
        ChannelSettings channels, WatchdogSettings watchdog, OpenIdSettings openId, RetentionSettings retention) {

    private static final String FILE = "vigil.yaml";
    private static final List<String> VARIABLES =
            List.of("VIGIL_CHANNELS_", "VIGIL_WATCHDOG_", "VIGIL_OPEN_ID_", "VIGIL_RETENTION_");

    /// @param pageUrl where the console is, unless the settings say otherwise
    /// @throws health.vigil.kit.config.InvalidSettingException naming the setting
    static HomeSettings read(Path home, String pageUrl) {
        var file = home.resolve(FILE);
        return Settings.read(
                HomeSettings.class,
                defaults(pageUrl),
                Files.exists(file) ? Optional.of(file) : Optional.empty(),
                System.getenv().entrySet().stream()
                        .filter(variable -> VARIABLES.stream().anyMatch(variable.getKey()::startsWith))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                Map.of());
    }

    private static HomeSettings defaults(String pageUrl) {
        var channels = ChannelSettings.DEFAULTS;
        return new HomeSettings(
                new ChannelSettings(
                        pageUrl,
                        channels.digestEvery(),
                        channels.email(),
                        channels.telephone(),
                        channels.webhook(),
                        channels.push()),
                WatchdogSettings.DEFAULTS,
                OpenIdSettings.DEFAULTS,
                RetentionSettings.DEFAULTS);
    }

    /// What somebody has set, by name.
    ///
    /// @param pageUrl where the console is, unless the settings say otherwise
    Map<String, String> changed(String pageUrl) {
        return Settings.changed(defaults(pageUrl), this);
    }
}
