package health.vigil.local.run;

import health.vigil.alerts.watchdog.WatchdogSettings;
import health.vigil.care.CareApi;
import health.vigil.care.devices.Assignment;
import health.vigil.care.patients.Patient;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.kit.config.SecretFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The patient whose readings the watchdog sends: no human, and watched for dangerously low glucose alone.
final class SyntheticPatient {

    private static final UUID PATIENT = NameBased.uuid("watchdog", "patient");
    private static final UUID DEVICE = NameBased.uuid("watchdog", "device");
    private static final String RULE = "glucose-dangerously-low";
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

    private SyntheticPatient() {}

    /// Registers the patient and her device, unless they are.
    ///
    /// @return the settings with where the probes go in
    static WatchdogSettings moveIn(CareApi care, Path home, String mqttUrl, WatchdogSettings settings) {
        if (care.patients().find(PATIENT).isEmpty()) {
            care.patients()
                    .register(
                            new Patient(PATIENT, "Watchdog", "Vigil", null, ZoneOffset.UTC.getId(), ""),
                            plan(),
                            LONG_AGO,
                            "Vigil");
        }
        var secret = home.resolve("watchdog-secret");
        if (!Files.exists(secret) || !care.devices().matches(DEVICE, SecretFile.read(secret))) {
            SecretFile.write(secret, care.devices().register(DEVICE, "watchdog"));
        }
        if (care.devices().assignments(DEVICE).isEmpty()) {
            care.devices()
                    .assign(new Assignment(
                            NameBased.uuid("watchdog", "assignment"), DEVICE, null, PATIENT, LONG_AGO, null));
        }
        return new WatchdogSettings(
                mqttUrl,
                "",
                DEVICE.toString(),
                secret.toString(),
                PATIENT.toString(),
                settings.every(),
                settings.within());
    }

    private static CarePlan plan() {
        var standard = Template.STANDARD.in(ZoneOffset.UTC);
        return new CarePlan(
                standard.template(),
                standard.zone(),
                List.of(standard.rule(RULE).orElseThrow()),
                Map.of(),
                List.of(),
                standard.lateAfter());
    }
}
