package health.vigil.local.bench;

import health.vigil.clinical.vitals.NameBased;
import health.vigil.kit.config.KeyRing;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.identity.Identities;
import health.vigil.kit.identity.Identity;
import health.vigil.local.client.VigilApi;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.run.Administrator;
import health.vigil.local.run.RunFile;
import health.vigil.schemas.wire.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/// A running all-in-one, in this process or another.
final class VigilWay implements Way, AutoCloseable {

    private static final int REGISTRARS = 8;

    private final RunFile run;
    private final Path home;
    private final LongSupplier stored;
    private final Admin admin;

    /// @param stored readings in its database
    VigilWay(RunFile run, Path home, LongSupplier stored) {
        this.run = run;
        this.home = home;
        this.stored = stored;
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, run.kafka()));
    }

    @Override
    public String name() {
        return "Vigil";
    }

    /// Who somebody is, as it is kept, in SQL.
    String sealed(Identity identity) {
        var identities = new Identities(KeyRing.read(home.resolve("keys")));
        return "decode('%s', 'hex')".formatted(HexFormat.of().formatHex(identities.seal(identity)));
    }

    @Override
    public String mqtt() {
        return run.mqtt();
    }

    VigilApi administrator() throws IOException, InterruptedException {
        return new VigilApi(run.http(), Administrator.USERNAME, SecretFile.read(Administrator.passwordFile(home)));
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(
                run.jdbc(),
                EmbeddedDatabase.user(),
                SecretFile.read(home.resolve("database").resolve("password")));
    }

    @Override
    public Population populate(String name, int devices, int patients) throws Exception {
        try (var api = administrator();
                var registrars = Executors.newFixedThreadPool(REGISTRARS)) {
            var hubs = new ArrayList<Population.Hub>();
            for (var registered : registrars.invokeAll(registrations(api, name, devices))) {
                hubs.add(registered.get());
            }
            var population = new Population(hubs, patients);
            var moves = new ArrayList<Callable<UUID>>();
            for (var i = 0; i < patients; i++) {
                var number = i;
                moves.add(() -> moveIn(api, population, NameBased.uuid("bench", name, number), number));
            }
            for (Future<UUID> moved : registrars.invokeAll(moves)) {
                moved.get();
            }
            awaitKnown();
            return population;
        }
    }

    private static List<Callable<Population.Hub>> registrations(VigilApi api, String name, int devices) {
        var registrations = new ArrayList<Callable<Population.Hub>>();
        for (var i = 0; i < devices; i++) {
            var device = NameBased.uuid("bench device", name, i);
            registrations.add(() -> new Population.Hub(
                    device,
                    api.put("/api/devices/" + device, Map.of("label", "bench"))
                            .path("secret")
                            .asText()));
        }
        return registrations;
    }

    private static UUID moveIn(VigilApi api, Population population, UUID patient, int number)
            throws IOException, InterruptedException {
        register(api, patient);
        var device = population.hubs().get(population.hubOf(number)).device();
        api.put(
                "/api/devices/%s/assignments/%s".formatted(device, NameBased.uuid("bench assignment", patient)),
                Map.of("patientId", patient, "userSlot", population.slotOf(number), "from", Instant.EPOCH.toString()));
        return patient;
    }

    static void register(VigilApi api, UUID patient) throws IOException, InterruptedException {
        api.put(
                "/api/patients/" + patient,
                Map.of("familyName", "Bench", "givenName", "Patient", "zone", "Europe/Berlin"));
    }

    /// Until the stream processor knows who uses which device.
    private void awaitKnown() throws Exception {
        try (var connection = database();
                var query = connection.prepareStatement("select not exists (select from care.outbox)")) {
            Await.until("Vigil to publish its devices", () -> {
                try (var answer = query.executeQuery()) {
                    return answer.next() && answer.getBoolean(1);
                }
            });
        }
        var progress = new KafkaProgress(admin);
        Await.until(
                "Vigil to know its devices",
                () -> progress.isRead(KafkaProgress.STREAMS, Topics.PLANS, Topics.ASSIGNMENTS));
    }

    @Override
    public long stored() {
        return stored.getAsLong();
    }

    @Override
    public void settle() throws Exception {
        var progress = new KafkaProgress(admin);
        Await.until(
                "Vigil to evaluate everything",
                () -> progress.isRead(KafkaProgress.STREAMS, Topics.RECEIVED, Topics.RECEIVED_LATE, Topics.READINGS));
    }

    @Override
    public void close() {
        admin.close();
    }
}
