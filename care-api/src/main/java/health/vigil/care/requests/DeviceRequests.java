package health.vigil.care.requests;

import health.vigil.care.outbox.Outbox;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.schemas.DeviceRequest;
import health.vigil.schemas.Kind;
import health.vigil.schemas.wire.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// Asks devices to measure. A device is asked for one thing at a time: who asks for something else takes back what was
/// asked before.
public final class DeviceRequests {

    public static final Duration LONGEST = Duration.ofDays(7);

    private static final int SHOWN = 20;

    private static final String ASKED = """
            select r.request_id, r.device_id, r.measure, r.asked_by, r.asked_at, r.expires_at, a.at as acknowledged_at
            from care.device_request r left join vitals.acknowledged_request a
                on a.request_id = r.request_id and a.device_id = r.device_id
            """;

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Clock clock;

    public DeviceRequests(Jdbi jdbi, Outbox outbox, Clock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Asks a registered device.
    ///
    /// @param lasting until when it is asked for; positive, and at most [#LONGEST]
    public Asked ask(UUID device, ReadingKind measure, Duration lasting, String by) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var asked = new Asked(UUID.randomUUID(), device, measure, by, now, now.plus(lasting), null);
        jdbi.useTransaction(handle -> {
            lock(handle, device);
            endOpen(handle, device, now);
            handle.createUpdate("""
                            insert into care.device_request
                                (request_id, device_id, measure, asked_by, asked_at, expires_at)
                            values (:requestId, :deviceId, :measure, :askedBy, :askedAt, :expiresAt)
                            """).bindMethods(asked).execute();
            publish(handle, asked);
        });
        outbox.wake();
        return asked;
    }

    /// Takes back what a device is asked for.
    ///
    /// @return false when that is not, or no more, what it is asked for
    public boolean withdraw(UUID device, UUID request) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var withdrawn = jdbi.inTransaction(handle -> {
            lock(handle, device);
            var open = handle.createQuery(ASKED + """
                            where r.device_id = :device and r.request_id = :request and r.expires_at > :now
                            """)
                    .bind("device", device)
                    .bind("request", request)
                    .bind("now", now)
                    .map(ConstructorMapper.of(Asked.class))
                    .findOne();
            open.ifPresent(asked -> {
                endOpen(handle, device, now);
                publish(
                        handle,
                        new Asked(request, device, asked.measure(), asked.askedBy(), asked.askedAt(), now, null));
            });
            return open.isPresent();
        });
        outbox.wake();
        return withdrawn;
    }

    /// One change of a device at a time.
    private static void lock(Handle handle, UUID device) {
        handle.execute("select from care.device where device_id = ? for update", device);
    }

    private static void endOpen(Handle handle, UUID device, Instant now) {
        handle.execute(
                "update care.device_request set expires_at = ? where device_id = ? and expires_at > ?",
                now,
                device,
                now);
    }

    private void publish(Handle handle, Asked asked) {
        outbox.add(
                handle,
                Topics.REQUESTS,
                asked.deviceId(),
                new DeviceRequest(
                        asked.deviceId(),
                        asked.requestId(),
                        Kind.valueOf(asked.measure().name()),
                        asked.askedAt(),
                        asked.expiresAt()));
    }

    /// The last of a device, newest first.
    public List<Asked> of(UUID device) {
        return jdbi.withHandle(handle -> handle.createQuery(ASKED + """
                        where r.device_id = :device order by r.asked_at desc, r.request_id limit :shown
                        """)
                .bind("device", device)
                .bind("shown", SHOWN)
                .map(ConstructorMapper.of(Asked.class))
                .list());
    }

    /// What devices are asked for at present, by device.
    public Map<UUID, Asked> open() {
        return jdbi.withHandle(handle -> handle
                .createQuery(ASKED + "where r.expires_at > :now")
                .bind("now", clock.instant())
                .map(ConstructorMapper.of(Asked.class))
                .stream()
                .collect(Collectors.toMap(Asked::deviceId, asked -> asked)));
    }

    /// Publishes once more what each device is asked for. What devices have got may not be there yet.
    public void publishAll(Handle handle) {
        handle.createQuery("""
                        select distinct on (device_id) *, cast(null as timestamptz) as acknowledged_at
                        from care.device_request order by device_id, asked_at desc
                        """).map(ConstructorMapper.of(Asked.class)).list().forEach(asked -> publish(handle, asked));
    }
}
