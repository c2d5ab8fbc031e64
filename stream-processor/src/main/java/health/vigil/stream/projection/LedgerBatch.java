package health.vigil.stream.projection;

import health.vigil.schemas.DeviceLedger;
import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.NumberRange;
import health.vigil.schemas.PatientLedger;
import health.vigil.schemas.RejectedMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a batch of records adds to the ledger. The gateway's records are counted once each, since [Progress] leaves out
/// what comes again.
final class LedgerBatch {

    private record Reason(@Nullable UUID device, String reason) {}

    /// What a device need not tell each time.
    private record Told(
            @Nullable Integer battery,
            @Nullable Long behindSeconds,
            @Nullable String firmware) {

        Told or(Told before) {
            return new Told(
                    battery == null ? before.battery : battery,
                    behindSeconds == null ? before.behindSeconds : behindSeconds,
                    firmware == null ? before.firmware : firmware);
        }
    }

    private final BulkStatement received = new BulkStatement("""
            insert into vitals.ledger_received as known (device_id, records, last_heard)
            select * from %s order by 1
            on conflict (device_id) do update set
                records = known.records + excluded.records,
                last_heard = greatest(known.last_heard, excluded.last_heard)
            """, "uuid", "bigint", "timestamptz");

    private final BulkStatement rejected = new BulkStatement("""
            insert into vitals.ledger_rejected as known (device_id, reason, records)
            select * from %s order by 1, 2
            on conflict (device_id, reason) do update set records = known.records + excluded.records
            """, "uuid", "text", "bigint");

    private final BulkStatement attributed = new BulkStatement(
            """
            insert into vitals.ledger_attributed as known (device_id, revision, received, duplicates, attributed,
                marked, held, moved, numbers, missing, reused)
            select device_id, revision, received, duplicates, attributed, marked, held, moved,
                numbers::int8multirange, missing, reused
            from %s as entry (device_id, revision, received, duplicates, attributed, marked, held, moved, numbers,
                missing, reused)
            order by 1
            on conflict (device_id) do update set
                revision = excluded.revision, received = excluded.received, duplicates = excluded.duplicates,
                attributed = excluded.attributed, marked = excluded.marked, held = excluded.held,
                moved = excluded.moved, numbers = excluded.numbers, missing = excluded.missing,
                reused = excluded.reused
            where excluded.revision > known.revision
            """,
            "uuid", "bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "text", "bigint", "bigint");

    private final BulkStatement evaluated = new BulkStatement("""
            insert into vitals.ledger_evaluated as known (patient_id, revision, evaluated)
            select * from %s order by 1
            on conflict (patient_id) do update set revision = excluded.revision, evaluated = excluded.evaluated
            where excluded.revision > known.revision
            """, "uuid", "bigint", "bigint");

    private final BulkStatement statuses =
            new BulkStatement("""
            insert into vitals.device_status as known
                (device_id, online, battery, behind_seconds, firmware, heard_at)
            select * from %s order by 1
            on conflict (device_id) do update set online = excluded.online,
                battery = coalesce(excluded.battery, known.battery),
                behind_seconds = coalesce(excluded.behind_seconds, known.behind_seconds),
                firmware = coalesce(excluded.firmware, known.firmware), heard_at = excluded.heard_at
            where excluded.heard_at >= known.heard_at
            """, "uuid", "boolean", "integer", "bigint", "text", "timestamptz");

    private final BulkStatement acknowledged = new BulkStatement("""
            insert into vitals.acknowledged_request (request_id, device_id, at)
            select * from %s order by 1
            on conflict (request_id) do nothing
            """, "uuid", "uuid", "timestamptz");

    private final Map<UUID, Long> counts = new HashMap<>();
    private final Map<UUID, Long> heard = new HashMap<>();
    private final Map<UUID, Told> told = new HashMap<>();
    private final Map<Reason, Long> reasons = new HashMap<>();
    private final Set<UUID> devices = new HashSet<>();
    private final Set<UUID> patients = new HashSet<>();

    /// @param heardAt in milliseconds since 1970
    void received(UUID device, long heardAt) {
        counts.merge(device, 1L, Long::sum);
        heard.merge(device, heardAt, Math::max);
        devices.add(device);
    }

    void rejected(RejectedMessage message) {
        var device = message.getDeviceId();
        reasons.merge(new Reason(device, message.getReason()), 1L, Long::sum);
        if (device != null) {
            heard.merge(device, message.getReceivedAt().toEpochMilli(), Math::max);
        }
    }

    void heard(DeviceStatus status) {
        heard.merge(status.getDeviceId(), status.getHeardAt().toEpochMilli(), Math::max);
        var now = status.getDeviceNow();
        var told = new Told(
                        status.getBattery(),
                        now == null
                                ? null
                                : Duration.between(now, status.getHeardAt()).toSeconds(),
                        status.getFirmware())
                .or(told(status.getDeviceId()));
        this.told.put(status.getDeviceId(), told);
        statuses.add(
                List.of(status.getDeviceId()),
                status.getDeviceId(),
                status.getOnline(),
                told.battery(),
                told.behindSeconds(),
                told.firmware(),
                status.getHeardAt());
        var request = status.getAcknowledged();
        if (request != null) {
            acknowledged.add(List.of(request), request, status.getDeviceId(), status.getHeardAt());
        }
    }

    private Told told(UUID device) {
        return told.getOrDefault(device, new Told(null, null, null));
    }

    void attributed(DeviceLedger entry) {
        devices.add(entry.getDeviceId());
        attributed.add(
                List.of(entry.getDeviceId()),
                entry.getDeviceId(),
                entry.getRevision(),
                entry.getReceived(),
                entry.getDuplicates(),
                entry.getAttributed(),
                entry.getMarked(),
                entry.getHeld(),
                entry.getMoved(),
                multirange(entry.getNumbers()),
                entry.getForgotten() + missing(entry.getNumbers()),
                entry.getReused());
    }

    private static String multirange(List<NumberRange> ranges) {
        return ranges.stream()
                .map(range -> "[%d,%d]".formatted(range.getFirst(), range.getLast()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static long missing(List<NumberRange> ranges) {
        var missing = 0L;
        for (var next = 1; next < ranges.size(); next++) {
            missing += ranges.get(next).getFirst() - ranges.get(next - 1).getLast() - 1;
        }
        return missing;
    }

    void evaluated(PatientLedger entry) {
        patients.add(entry.getPatientId());
        evaluated.add(List.of(entry.getPatientId()), entry.getPatientId(), entry.getRevision(), entry.getEvaluated());
    }

    void stored(UUID device, UUID patient) {
        devices.add(device);
        patients.add(patient);
    }

    void held(UUID device) {
        devices.add(device);
    }

    /// Those of whom the batch says something.
    Set<UUID> devices() {
        return devices;
    }

    Set<UUID> patients() {
        return patients;
    }

    /// Inside the transaction that stores the batch. Once only.
    void write(Connection connection) throws SQLException {
        heard.forEach((device, at) ->
                received.add(List.of(device), device, counts.getOrDefault(device, 0L), Instant.ofEpochMilli(at)));
        reasons.forEach((key, records) -> rejected.add(List.of(key), key.device(), key.reason(), records));
        for (var statement : List.of(received, rejected, attributed, evaluated, statuses, acknowledged)) {
            statement.execute(connection, "vitals");
        }
    }
}
