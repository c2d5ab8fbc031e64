package health.vigil.stream.attribution;

import health.vigil.schemas.HoldStatus;
import health.vigil.schemas.Withdrawal;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.Record;

/// Makes readings nobody's that somebody dismissed or sent on corrected, and gives them back when that is taken back. A
/// withdrawal of a reading that has not come yet waits.
final class Withdrawals extends Attributing<Withdrawal> {

    @Override
    public void process(Record<UUID, Withdrawal> decided) {
        var withdrawal = decided.value();
        var key = key(withdrawal.getDeviceId(), withdrawal.getMeasuredAt(), withdrawal.getReadingId());
        switch (withdrawal.getStatus()) {
            case DISMISSED -> withdrawals().put(key, HoldStatus.DISMISSED.name());
            case MOVED -> withdrawals().put(key, HoldStatus.MOVED.name());
            case NONE -> withdrawals().delete(key);
        }
        var known = readings().get(key);
        if (known != null) {
            decide(decided, known);
        }
    }

    private void decide(Record<?, ?> cause, Attributed known) {
        var owner = owner(history(known.reading().getDeviceId()), known.reading());
        if (owner.isPresent() || known.patient().isPresent()) {
            move(cause, known, owner);
        } else {
            hold(cause, known.reading());
        }
    }
}
