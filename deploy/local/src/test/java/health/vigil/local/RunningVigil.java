package health.vigil.local;

import health.vigil.care.accounts.Accounts;
import health.vigil.care.devices.Assignment;
import health.vigil.care.patients.Patient;
import health.vigil.kit.access.Role;
import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.client.VigilApi;
import health.vigil.local.device.Device;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.embedded.Folders;
import health.vigil.local.run.AllInOne;
import health.vigil.local.run.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// An all-in-one that the test classes of one JVM share, on free ports of loopback, with a home folder of its own and
/// an account of each role. Each test makes the patients and devices that it needs.
final class RunningVigil implements BeforeAllCallback {

    static final String PASSWORD = "long enough to be one";
    static final String ZONE = "Europe/Berlin";
    static final ZoneId ZONE_ID = ZoneId.of(ZONE);

    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

    /// A patient with a device.
    record Home(Patient patient, UUID device, String secret) {

        /// What stands in the open places of a route about them.
        Map<String, String> places() {
            return Map.of("patient", patient.patientId().toString(), "device", device.toString());
        }
    }

    /// Until somebody has moved in.
    static final Home NOBODY = new Home(new Patient(new UUID(0, 0), "", "", null, ZONE, ""), new UUID(0, 0), "");

    private record Shared(AllInOne vigil, Path home) implements AutoCloseable {

        static Shared start() {
            try {
                var home = Files.createTempDirectory("vigil-test");
                seldomProbe(home);
                var vigil = AllInOne.start(home, new Ports("127.0.0.1", 0, 0, 0, 0));
                for (var role : Role.values()) {
                    vigil.care()
                            .accounts()
                            .put(new Accounts.Account(username(role), displayName(role), role), PASSWORD);
                }
                return new Shared(vigil, home);
            } catch (Exception failure) {
                throw new IllegalStateException("Vigil did not start", failure);
            }
        }

        @Override
        public void close() throws IOException {
            vigil.close();
            Folders.empty(home);
            Files.delete(home);
        }
    }

    /// For tests that count readings.
    static void seldomProbe(Path home) throws IOException {
        Files.writeString(home.resolve("vigil.yaml"), "watchdog: {every: PT15M}\n");
    }

    private @Nullable Shared shared;

    @Override
    public void beforeAll(ExtensionContext context) {
        // The session's store: a class on its own is a whole run to the launcher.
        shared = context.getStore(
                        ExtensionContext.StoreScope.LAUNCHER_SESSION,
                        ExtensionContext.Namespace.create(RunningVigil.class))
                .getOrComputeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class);
        // Who guessed a password in the class before would have to wait.
        try (var database = database()) {
            database.jdbi().useHandle(handle -> handle.execute("delete from care.sign_in_attempt"));
        }
    }

    AllInOne vigil() {
        return Objects.requireNonNull(shared).vigil();
    }

    static String username(Role role) {
        return role.name().toLowerCase(Locale.ROOT) + "-of-tests";
    }

    private static String displayName(Role role) {
        return switch (role) {
            case NURSE -> "Nora Nurse";
            case LEAD_NURSE -> "Lead Nora Nurse";
            case CLINICIAN -> "Dr Carl Clinician";
            case ADMIN -> "Ada Administrator";
        };
    }

    String http() {
        return vigil().run().http();
    }

    /// Its tables, on a connection of the test's own.
    Database database() {
        return Database.open(
                new DatabaseSettings(
                        vigil().run().jdbc(),
                        EmbeddedDatabase.user(),
                        vigil().home().resolve("database/password").toString(),
                        1,
                        Duration.ofSeconds(5)),
                "test",
                new Telemetry(new Metrics(), new Health()));
    }

    String mqtt() {
        return vigil().run().mqtt();
    }

    VigilApi api(Role role) throws IOException, InterruptedException {
        return new VigilApi(http(), username(role), PASSWORD);
    }

    /// A new patient of that name with a new device, assigned since long ago.
    Home moveIn(String givenName, String familyName) {
        return moveIn(givenName, familyName, ZONE);
    }

    /// The same in another zone.
    Home moveIn(String givenName, String familyName, String zone) {
        var patient =
                new Patient(UUID.randomUUID(), familyName, givenName, LocalDate.of(1951, 3, 14), zone, "+4930123456");
        vigil().care().patients().put(patient, "test");
        var device = UUID.randomUUID();
        var secret = vigil().care().devices().register(device, "hub of " + device);
        vigil().care()
                .devices()
                .assign(new Assignment(UUID.randomUUID(), device, null, patient.patientId(), LONG_AGO, null));
        return new Home(patient, device, secret);
    }

    Device connect(Home home) {
        return new Device(mqtt(), home.device(), home.secret(), Device.Until.RECEIPT);
    }
}
