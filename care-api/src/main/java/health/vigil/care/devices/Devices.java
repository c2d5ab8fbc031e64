package health.vigil.care.devices;

import health.vigil.care.assignments.Assignments;
import health.vigil.care.outbox.Outbox;
import health.vigil.kit.access.Sessions;
import health.vigil.kit.config.SecretFile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// Device registrations and assignments in the database.
public final class Devices {

    /// A registered device.
    public record Device(UUID deviceId, String label, Instant registeredAt) {}

    /// A registered device, with what is known of how it does.
    ///
    /// @param lastHeard null where nothing ever came
    /// @param online null where it never said so
    /// @param battery percent
    /// @param behindSeconds of its clock; negative where it is ahead
    /// @param firmware its version, in the maker's words
    /// @param received readings that came of it, copies included
    /// @param held of them, those that are nobody's
    /// @param missing numbers of readings that never came
    /// @param hasSecret whether it can connect by a secret
    /// @param certificateUntil until when it can by its certificate; null where it has none
    public record Standing(
            UUID deviceId,
            String label,
            Instant registeredAt,
            @Nullable Instant lastHeard,
            @Nullable Boolean online,
            @Nullable Integer battery,
            @Nullable Long behindSeconds,
            @Nullable String firmware,
            long received,
            long held,
            long missing,
            boolean hasSecret,
            @Nullable Instant certificateUntil) {}

    /// Where a reading of a device is: `stored`, `held`, `dismissed`, or `moved` where it was sent on corrected.
    public record Place(UUID readingId, String place) {}

    private static final String AT_PRESENT = "from_at <= :now and (until_at is null or until_at > :now)";

    private static final String STANDING = """
            select d.device_id, d.label, d.registered_at, r.last_heard, s.online, s.battery,
                s.behind_seconds, s.firmware, coalesce(r.records, 0) as received,
                coalesce(h.held, 0) as held, coalesce(a.missing, 0) as missing,
                d.secret_hash is not null as has_secret, d.certificate_until
            from care.device d
            left join vitals.ledger_received r using (device_id)
            left join vitals.ledger_held h using (device_id)
            left join vitals.ledger_attributed a using (device_id)
            left join vitals.device_status s using (device_id)
            """;

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Clock clock;

    public Devices(Jdbi jdbi, Outbox outbox, Clock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Whether that is the device's secret. The broker asks this at every connection.
    public boolean matches(UUID device, String secret) {
        return jdbi.withHandle(handle -> handle.createQuery("select secret_hash from care.device where device_id = :id")
                        .bind("id", device)
                        .mapTo(byte[].class)
                        .findOne())
                .filter(hash -> MessageDigest.isEqual(hash, Sessions.hash(secret)))
                .isPresent();
    }

    /// Whether that is the device's certificate, as it was signed last.
    public boolean matches(UUID device, X509Certificate certificate) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                                select certificate_hash from care.device
                                where device_id = :id and certificate_until > :now
                                """)
                        .bind("id", device)
                        .bind("now", clock.instant())
                        .mapTo(byte[].class)
                        .findOne())
                .filter(hash -> MessageDigest.isEqual(hash, hash(certificate)))
                .isPresent();
    }

    /// By which a certificate is known.
    public static byte[] hash(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public List<Device> all() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select device_id, label, registered_at from care.device order by label, device_id")
                .map(ConstructorMapper.of(Device.class))
                .list());
    }

    /// By label.
    public List<Standing> standings() {
        return jdbi.withHandle(handle -> handle.createQuery(STANDING + "order by d.label, d.device_id")
                .map(ConstructorMapper.of(Standing.class))
                .list());
    }

    public Optional<Standing> standing(UUID device) {
        return jdbi.withHandle(handle -> handle.createQuery(STANDING + "where d.device_id = :id")
                .bind("id", device)
                .map(ConstructorMapper.of(Standing.class))
                .findOne());
    }

    public Optional<Device> find(UUID device) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select device_id, label, registered_at from care.device where device_id = :id")
                .bind("id", device)
                .map(ConstructorMapper.of(Device.class))
                .findOne());
    }

    /// Who uses each device at present; those that nobody uses are not in it.
    public Map<UUID, Set<UUID>> users() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select device_id, patient_id from care.assignment where " + AT_PRESENT)
                        .bind("now", clock.instant())
                        .reduceRows(new HashMap<>(), (users, row) -> {
                            users.computeIfAbsent(row.getColumn("device_id", UUID.class), _ -> new HashSet<>())
                                    .add(row.getColumn("patient_id", UUID.class));
                            return users;
                        }));
    }

    /// Who uses that device at present.
    public Set<UUID> users(UUID device) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select patient_id from care.assignment where device_id = :device and " + AT_PRESENT)
                .bind("device", device)
                .bind("now", clock.instant())
                .mapTo(UUID.class)
                .set());
    }

    boolean exists(UUID device) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select exists (select from care.device where device_id = :id)")
                        .bind("id", device)
                        .mapTo(Boolean.class)
                        .one());
    }

    /// Registers a device, or gives a registered one a new label and secret: the old secret is then good no more.
    ///
    /// @return the secret, which is kept nowhere
    public String register(UUID device, String label) {
        var secret = SecretFile.random();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into care.device (device_id, label, secret_hash, registered_at)
                        values (:id, :label, :hash, :now)
                        on conflict (device_id) do update set label = excluded.label,
                            secret_hash = excluded.secret_hash, certificate_hash = null, certificate_until = null
                        """)
                .bind("id", device)
                .bind("label", label)
                .bind("hash", Sessions.hash(secret))
                .bind("now", clock.instant())
                .execute());
        return secret;
    }

    /// Registers a device that has no secret yet, or gives a registered one a new label.
    public void add(Handle handle, UUID device, String label) {
        handle.createUpdate("""
                        insert into care.device (device_id, label, registered_at) values (:id, :label, :now)
                        on conflict (device_id) do update set label = excluded.label
                        """)
                .bind("id", device)
                .bind("label", label)
                .bind("now", clock.instant())
                .execute();
    }

    /// Oldest first.
    public List<Assignment> assignments(UUID device) {
        return jdbi.withHandle(handle -> assignments(handle, device));
    }

    private static List<Assignment> assignments(Handle handle, UUID device) {
        return handle.createQuery("""
                        select assignment_id, device_id, user_slot, patient_id, from_at, until_at
                        from care.assignment where device_id = :id order by from_at, assignment_id
                        """)
                .bind("id", device)
                .map(ConstructorMapper.of(Assignment.class))
                .list();
    }

    /// Makes an assignment or corrects one: readings of the device move to whom they now belong.
    ///
    /// @return the assignment that it overlaps with, in which case nothing was changed
    public Optional<Assignment> assign(Assignment assignment) {
        Optional<Assignment> conflict = jdbi.inTransaction(handle -> {
            // One change of a device at a time, so that no two overlap.
            handle.execute("select from care.device where device_id = ? for update", assignment.deviceId());
            var overlap = assignments(handle, assignment.deviceId()).stream()
                    .filter(other -> !other.assignmentId().equals(assignment.assignmentId()))
                    .filter(assignment::overlaps)
                    .findFirst();
            if (overlap.isEmpty()) {
                write(handle, assignment);
                publish(handle, assignment.deviceId());
            }
            return overlap;
        });
        outbox.wake();
        return conflict;
    }

    /// From a moment on the device, or that slot of it, belonged to somebody else: the assignment that held then ends
    /// there, and the new one lasts as long as the old one would have, or until the next begins.
    public void handOver(UUID device, @Nullable Integer userSlot, UUID patient, Instant from) {
        jdbi.useTransaction(handle -> {
            handle.execute("select from care.device where device_id = ? for update", device);
            var onwards = new Assignment(UUID.randomUUID(), device, userSlot, patient, from, null);
            var touched = assignments(handle, device).stream()
                    .filter(onwards::overlaps)
                    .findFirst();
            var held = touched.filter(other -> !other.fromAt().isAfter(from));
            var until = touched.map(other -> held.isPresent() ? other.untilAt() : other.fromAt())
                    .orElse(null);
            if (held.isPresent() && held.get().fromAt().equals(from)) {
                write(handle, held.get().of(patient, from, until));
            } else {
                held.ifPresent(old -> write(handle, old.of(old.patientId(), old.fromAt(), from)));
                write(handle, new Assignment(onwards.assignmentId(), device, userSlot, patient, from, until));
            }
            publish(handle, device);
        });
        outbox.wake();
    }

    private static void write(Handle handle, Assignment assignment) {
        handle.createUpdate("""
                        insert into care.assignment (assignment_id, device_id, user_slot, patient_id, from_at, until_at)
                        values (:assignmentId, :deviceId, :userSlot, :patientId, :fromAt, :untilAt)
                        on conflict (assignment_id) do update set user_slot = excluded.user_slot,
                            patient_id = excluded.patient_id, from_at = excluded.from_at, until_at = excluded.until_at
                        """).bindMethods(assignment).execute();
    }

    /// Takes an assignment back as if it had never been.
    ///
    /// @return false when there is no such assignment of that device
    boolean unassign(UUID device, UUID assignment) {
        boolean deleted = jdbi.inTransaction(handle -> {
            var rows = handle.execute(
                    "delete from care.assignment where assignment_id = ? and device_id = ?", assignment, device);
            publish(handle, device);
            return rows > 0;
        });
        outbox.wake();
        return deleted;
    }

    /// Publishes the assignments of every device once more, as they are.
    public void publishAll(Handle handle) {
        handle.createQuery("select device_id from care.device")
                .mapTo(UUID.class)
                .list()
                .forEach(device -> publish(handle, device));
    }

    private void publish(Handle handle, UUID device) {
        Assignments.publish(handle, outbox, device);
    }

    /// The readings of a device by id: where each is, and nothing of what it says.
    List<Place> places(UUID device, UUID after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select reading_id, place from (
                            select distinct reading_id, 'stored' as place from vitals.reading
                                where device_id = :device and status = 'FINAL'
                            union all select reading_id, lower(status) from vitals.held where device_id = :device
                        ) places where reading_id > :after order by reading_id limit :limit
                        """)
                .bind("device", device)
                .bind("after", after)
                .bind("limit", limit)
                .map(ConstructorMapper.of(Place.class))
                .list());
    }
}
