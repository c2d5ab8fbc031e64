package health.vigil.local.drill;

import health.vigil.kit.access.Sessions;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.run.Stop;
import health.vigil.local.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded MQTT broker as a process of its own.
///
/// It lets devices in once the gateways have subscribed, and remembers those that it has let in: it goes on without the
/// database, which is asked for others.
final class BrokerMain {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerMain.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Jdbi database;
    private final Map<UUID, byte[]> known = new ConcurrentHashMap<>();

    private BrokerMain(Jdbi database) {
        this.database = database;
    }

    /// Runs until it is told to stop.
    ///
    /// @param arguments the data folder, the gateways' port and password file, the devices' port, and the address,
    ///     user and password file of the database
    public static void main(String[] arguments) throws Exception {
        var database = Jdbi.create(arguments[4], arguments[5], SecretFile.read(Path.of(arguments[6])));
        var gatewayPassword = SecretFile.read(Path.of(arguments[2]));
        try (var stop = Stop.onSignal();
                var broker = new EmbeddedBroker(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        new BrokerMain(database)::isDevice,
                        gatewayPassword)) {
            while (!broker.hasGateway()) {
                if (!stop.goesOnAfter(LOOK_AGAIN)) {
                    return;
                }
            }
            broker.openForDevices("127.0.0.1", Integer.parseInt(arguments[3]));
            stop.await();
        }
    }

    private boolean isDevice(UUID device, String secret) {
        var given = Sessions.hash(secret);
        var remembered = known.get(device);
        if (remembered != null && MessageDigest.isEqual(remembered, given)) {
            return true;
        }
        try {
            var right = database.withHandle(
                    handle -> handle.createQuery("select secret_hash from care.device where device_id = :id")
                            .bind("id", device)
                            .mapTo(byte[].class)
                            .findOne());
            right.ifPresent(hash -> known.put(device, hash));
            return right.filter(hash -> Arrays.equals(hash, given)).isPresent();
        } catch (JdbiException failure) {
            LOG.atWarn().addKeyValue("cause", failure.getMessage()).log("the database does not say who may connect");
            return false;
        }
    }
}
