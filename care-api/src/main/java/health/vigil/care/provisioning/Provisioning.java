package health.vigil.care.provisioning;

import health.vigil.care.devices.Devices;
import health.vigil.kit.access.Sessions;
import health.vigil.kit.config.SecretFile;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Codes that are good once, for a device's secret. So the secret is shown to nobody: the device itself trades its
/// code for it.
public final class Provisioning {

    private static final Duration GOOD_FOR = Duration.ofDays(7);

    /// Without those that people take for another.
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int GROUPS = 3;
    private static final int GROUP = 4;

    /// What a device is invited with.
    ///
    /// @param code shown once, e.g. `7KQF-2M9D-XR4T`
    public record Invitation(UUID deviceId, String code, Instant expiresAt) {

        /// For a camera.
        ///
        /// @param address where the code is traded
        public QrImage qr(String address) {
            return QrImage.of("{\"vigil\":\"" + address + "\",\"code\":\"" + code + "\"}");
        }
    }

    /// What a device connects with.
    public record Credentials(UUID deviceId, String secret) {}

    /// What a device connects with instead of a secret.
    ///
    /// @param certificate in PEM, with the authority's
    public record Certified(UUID deviceId, String certificate, Instant until) {}

    private final SecureRandom random = new SecureRandom();
    private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();
    private final Jdbi jdbi;
    private final Clock clock;

    public Provisioning(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// Is told of each device whose secret is no longer good, in order to end its connections.
    public void onRevoked(Consumer<UUID> listener) {
        listeners.add(listener);
    }

    /// A new code for a registered device; the one before is good no more. Its secret stays good until the new code is
    /// traded.
    public Invitation invite(UUID device, String by) {
        return jdbi.inTransaction(handle -> invite(handle, device, by));
    }

    Invitation invite(Handle handle, UUID device, String by) {
        var code = code();
        var now = clock.instant();
        var expiresAt = now.plus(GOOD_FOR).truncatedTo(ChronoUnit.MINUTES);
        handle.createUpdate("""
                        insert into care.device_code (device_id, code_hash, expires_at, created_by, created_at)
                        values (:device, :hash, :expiresAt, :by, :now)
                        on conflict (device_id) do update set code_hash = excluded.code_hash,
                            expires_at = excluded.expires_at, created_by = excluded.created_by,
                            created_at = excluded.created_at
                        """)
                .bind("device", device)
                .bind("hash", Sessions.hash(code.replace("-", "")))
                .bind("expiresAt", expiresAt)
                .bind("by", by)
                .bind("now", now)
                .execute();
        return new Invitation(device, code, expiresAt);
    }

    private String code() {
        var code = new StringBuilder();
        for (var place = 0; place < GROUPS * GROUP; place++) {
            if (place > 0 && place % GROUP == 0) {
                code.append('-');
            }
            code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    /// The device's new secret, which is kept nowhere; empty for a code that is unknown, was used, or has expired.
    Optional<Credentials> trade(String code) {
        var secret = SecretFile.random();
        Optional<UUID> device = jdbi.inTransaction(handle -> {
            var invited = use(handle, code);
            invited.ifPresent(each -> handle.execute("""
                    update care.device set secret_hash = ?, certificate_hash = null, certificate_until = null
                    where device_id = ?
                    """, Sessions.hash(secret), each));
            return invited;
        });
        device.ifPresent(this::tell);
        return device.map(each -> new Credentials(each, secret));
    }

    /// The device's new certificate; empty as above.
    Optional<Certified> trade(String code, DeviceAuthority authority, DeviceAuthority.Request request) {
        Optional<Certified> certified =
                jdbi.inTransaction(handle -> use(handle, code).map(device -> {
                    var signed = authority.sign(device, request);
                    handle.execute("""
                            update care.device set secret_hash = null, certificate_hash = ?, certificate_until = ?
                            where device_id = ?
                            """, Devices.hash(signed.certificate()), signed.until(), device);
                    return new Certified(device, signed.pem(), signed.until());
                }));
        certified.map(Certified::deviceId).ifPresent(this::tell);
        return certified;
    }

    private Optional<UUID> use(Handle handle, String code) {
        return handle.createQuery("""
                        delete from care.device_code where code_hash = :hash and expires_at > :now
                        returning device_id
                        """)
                .bind("hash", Sessions.hash(plain(code)))
                .bind("now", clock.instant())
                .mapTo(UUID.class)
                .findOne();
    }

    /// As it may have been typed.
    private static String plain(String code) {
        return code.toUpperCase(Locale.ROOT)
                .replace("-", "")
                .replace(" ", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }

    /// Neither its secret, nor its certificate, nor its code is good any more.
    public void revoke(UUID device) {
        jdbi.useTransaction(handle -> {
            handle.execute("delete from care.device_code where device_id = ?", device);
            handle.execute("""
                    update care.device set secret_hash = null, certificate_hash = null, certificate_until = null
                    where device_id = ?
                    """, device);
        });
        tell(device);
    }

    private void tell(UUID device) {
        listeners.forEach(listener -> listener.accept(device));
    }
}
