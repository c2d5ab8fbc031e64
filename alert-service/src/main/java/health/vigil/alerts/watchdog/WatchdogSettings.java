package health.vigil.alerts.watchdog;

import java.time.Duration;

/// Where the probes go in. There is no switch to turn them off.
///
/// @param mqttUrl the broker that devices use, `tcp://host:port` or `ssl://host:port`
/// @param truststore a PEM file with the authorities whose certificates are good; empty for those that Java knows
/// @param device the id of the synthetic patient's device; empty as long as nobody has registered it, which is an alarm
/// @param secretFile the device's secret
/// @param patient the id of the synthetic patient
/// @param every how often a probe is sent, at most a quarter of an hour
/// @param within how long it may take to a delivery
public record WatchdogSettings(
        String mqttUrl,
        String truststore,
        String device,
        String secretFile,
        String patient,
        Duration every,
        Duration within) {

    private static final Duration SELDOM = Duration.ofMinutes(15);

    public static final WatchdogSettings DEFAULTS =
            new WatchdogSettings("tcp://127.0.0.1:1883", "", "", "", "", Duration.ofMinutes(1), Duration.ofSeconds(30));

    public WatchdogSettings {
        if (!mqttUrl.startsWith("tcp://") && !mqttUrl.startsWith("ssl://")) {
            throw new IllegalArgumentException("mqtt-url must begin with tcp:// or ssl://");
        }
        if (!every.isPositive() || every.compareTo(SELDOM) > 0) {
            throw new IllegalArgumentException("every must be more than 0 and at most " + SELDOM);
        }
        if (!within.isPositive() || within.compareTo(SELDOM) > 0) {
            throw new IllegalArgumentException("within must be more than 0 and at most " + SELDOM);
        }
    }
}
