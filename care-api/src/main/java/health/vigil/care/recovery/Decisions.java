package health.vigil.care.recovery;

import health.vigil.care.outbox.Outbox;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Unit;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.ResubmittedMessage;
import health.vigil.schemas.WithdrawalStatus;
import health.vigil.schemas.wire.Topics;
import io.javalin.http.ConflictResponse;
import io.javalin.http.NotFoundResponse;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What people decide of rejected messages and held readings. Each decision and its record for Kafka are one
/// transaction; deciding the same again changes nothing.
final class Decisions {

    private static final UUID NO_DEVICE = new UUID(0, 0);

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Originals originals;
    private final DecisionLog log;
    private final Clock clock;

    Decisions(Jdbi jdbi, Outbox outbox, Originals originals, Clock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.originals = originals;
        this.log = new DecisionLog(outbox, clock);
        this.clock = clock;
    }

    /// What the item says; that somebody looked is on record.
    ///
    /// @throws NotFoundResponse when there is no such item
    byte[] look(Place place, UUID id, String by) {
        return jdbi.inTransaction(handle -> {
            existing(handle, place, id);
            DecisionLog.step(handle, place, id, clock.instant(), by, "looked at", "");
            return original(handle, place, id);
        });
    }

    /// Sends the message on, corrected, to be decoded again. A held reading is nobody's from now on: it is replaced by
    /// what becomes of the message.
    ///
    /// @throws ConflictResponse when something else was decided before
    void replay(Place place, UUID id, Correction correction, String by) {
        decide(place, id, (handle, item) -> {
            var said = correction.text();
            var before = log.lock(handle, place, id);
            if (before.isReplay(said)) {
                return;
            }
            before.require(ItemState.OPEN);
            correction.deviceId().ifPresent(device -> requireDevice(handle, device));
            if (place == Place.HELD) {
                var reading = originals.reading(handle, id).orElseThrow();
                requireDifference(reading, correction);
                log.withdraw(handle, reading, WithdrawalStatus.MOVED);
            }
            var attempt = UUID.randomUUID();
            log.replaying(handle, place, id, attempt, said);
            DecisionLog.step(handle, place, id, clock.instant(), by, "replayed", said);
            send(handle, place, item, attempt, correction);
        });
    }

    private void send(Handle handle, Place place, Item item, UUID attempt, Correction correction) {
        var device = correction.deviceId().orElse(item.deviceId() == null ? NO_DEVICE : item.deviceId());
        var message = ResubmittedMessage.newBuilder()
                .setId(attempt)
                .setTopic(item.topic())
                .setRaw(ByteBuffer.wrap(original(handle, place, item.itemId())))
                .setReceivedAt(item.receivedAt())
                .setDeviceId(correction.deviceId().orElse(null))
                .setUnit(correction.unit().map(Unit::ucum).orElse(null))
                .setShiftMillis(correction.shift().toMillis())
                .build();
        outbox.add(handle, Topics.RESUBMITTED, device, message);
    }

    /// Decides that nobody needs it. It stays listed, as dismissed; a held reading is nobody's, whoever gets the
    /// device.
    ///
    /// @throws ConflictResponse when it was replayed
    void dismiss(Place place, UUID id, String reason, String by) {
        decide(place, id, (handle, _) -> {
            var before = log.lock(handle, place, id);
            if (before.state() == ItemState.DISMISSED) {
                return;
            }
            before.require(ItemState.OPEN);
            log.state(handle, place, id, ItemState.DISMISSED);
            DecisionLog.step(handle, place, id, clock.instant(), by, "dismissed", reason);
            withdrawIfHeld(handle, place, id, WithdrawalStatus.DISMISSED);
        });
    }

    /// Takes a dismissal back.
    ///
    /// @throws ConflictResponse when it was replayed
    void reopen(Place place, UUID id, String by) {
        decide(place, id, (handle, _) -> {
            var before = log.lock(handle, place, id);
            if (before.state() == ItemState.OPEN) {
                return;
            }
            before.require(ItemState.DISMISSED);
            log.state(handle, place, id, ItemState.OPEN);
            DecisionLog.step(handle, place, id, clock.instant(), by, "reopened", "");
            withdrawIfHeld(handle, place, id, WithdrawalStatus.NONE);
        });
    }

    private void withdrawIfHeld(Handle handle, Place place, UUID id, WithdrawalStatus status) {
        if (place == Place.HELD) {
            log.withdraw(handle, originals.reading(handle, id).orElseThrow(), status);
        }
    }

    @FunctionalInterface
    private interface Decision {
        void take(Handle handle, Item item);
    }

    private void decide(Place place, UUID id, Decision decision) {
        Consumer<Handle> work = handle -> decision.take(handle, existing(handle, place, id));
        jdbi.useTransaction(work::accept);
        outbox.wake();
    }

    private static Item existing(Handle handle, Place place, UUID id) {
        return Items.find(handle, place, id)
                .orElseThrow(() -> new NotFoundResponse("There is nothing of that id here."));
    }

    private byte[] original(Handle handle, Place place, UUID id) {
        return originals.bytes(handle, place, id).orElseThrow();
    }

    private static void requireDevice(Handle handle, UUID device) {
        if (!handle.createQuery("select exists (select from care.device where device_id = :id)")
                .bind("id", device)
                .mapTo(Boolean.class)
                .one()) {
            throw new InvalidRequestException("deviceId", "There is no such device.");
        }
    }

    /// A held reading that is replayed as it was would stand in its own way: its id would be the same.
    private static void requireDifference(ReceivedReading reading, Correction correction) {
        var metric = ReadingKind.valueOf(reading.getKind().name()).required().getFirst();
        correction.unit().ifPresent(unit -> {
            try {
                metric.normalise(BigDecimal.ONE, unit);
            } catch (IllegalArgumentException wrong) {
                throw new InvalidRequestException("unit", String.valueOf(wrong.getMessage()) + ".");
            }
        });
        var same = correction.shift().toMillis() == 0
                && correction.unit().filter(unit -> unit != metric.unit()).isEmpty()
                && correction
                        .deviceId()
                        .filter(device -> !device.equals(reading.getDeviceId()))
                        .isEmpty();
        if (same) {
            throw new InvalidRequestException(
                    "body", "This changes nothing. Assign the device from that time on, and the reading is released.");
        }
    }
}
