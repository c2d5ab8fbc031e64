package health.vigil.care.recovery;

import health.vigil.care.outbox.Outbox;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Withdrawal;
import health.vigil.schemas.WithdrawalStatus;
import health.vigil.schemas.wire.Topics;
import io.javalin.http.ConflictResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// The tables of what was decided, and what the stream processor is told of it.
final class DecisionLog {

    /// What was decided so far. Public for the mapper.
    public record Decided(ItemState state, String correction) {

        /// Whether it was sent on just so already.
        boolean isReplay(String said) {
            return (state == ItemState.REPLAYING || state == ItemState.REPLAYED) && correction.equals(said);
        }

        void require(ItemState needed) {
            if (state != needed) {
                throw new ConflictResponse("It is " + state.title().toLowerCase(Locale.ROOT) + " already.");
            }
        }
    }

    private final Outbox outbox;
    private final Clock clock;

    DecisionLog(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Nobody else decides about the item until the transaction ends.
    Decided lock(Handle handle, Place place, UUID id) {
        handle.execute(
                "insert into care.recovery (place, item_id, state) values (?, ?, 'OPEN') on conflict do nothing",
                place.name(),
                id);
        return handle.createQuery("""
                        select state, correction from care.recovery where place = :place and item_id = :id for update
                        """)
                .bind("place", place.name())
                .bind("id", id)
                .map(ConstructorMapper.of(Decided.class))
                .one();
    }

    void state(Handle handle, Place place, UUID id, ItemState state) {
        handle.execute(
                "update care.recovery set state = ? where place = ? and item_id = ?", state.name(), place.name(), id);
    }

    void replaying(Handle handle, Place place, UUID id, UUID attempt, String correction) {
        handle.execute("""
                update care.recovery set state = 'REPLAYING', resubmission_id = ?, correction = ?
                where place = ? and item_id = ?
                """, attempt, correction, place.name(), id);
    }

    static void step(Handle handle, Place place, UUID id, Instant at, String who, String step, String note) {
        handle.execute(
                "insert into care.recovery_step (place, item_id, at, who, step, note) values (?, ?, ?, ?, ?, ?)",
                place.name(),
                id,
                at,
                who,
                step,
                note);
    }

    void withdraw(Handle handle, ReceivedReading reading, WithdrawalStatus status) {
        var device = reading.getDeviceId();
        outbox.add(
                handle,
                Topics.WITHDRAWALS,
                device,
                new Withdrawal(device, reading.getId(), reading.getMeasuredAt(), status, clock.instant()));
    }
}
