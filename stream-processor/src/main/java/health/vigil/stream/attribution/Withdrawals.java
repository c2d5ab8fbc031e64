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
        var known = find(withdrawal.getDeviceId(), withdrawal.getMeasuredAt(), withdrawal.getReadingId());
        var key = known == null
                ? key(withdrawal.getDeviceId(), withdrawal.getMeasuredAt(), withdrawal.getReadingId())
                : key(known.reading());
        switch (withdrawal.getStatus()) {
            case DISMISSED -> withdrawals().put(key, HoldStatus.DISMISSED.name());
            case MOVED -> withdrawals().put(key, HoldStatus.MOVED.name());
            case NONE -> withdrawals().delete(key);
        }
        if (known != null) {
            decide(decided, known);
        }
    }

    private void decide(Record<?, ?> cause, Attributed known) {
        var device = known.reading().getDeviceId();
        var now = attribute(placement(device, history(device)), Placement.asSaid(known.reading()));
        if (now.patient().isPresent() || known.patient().isPresent()) {
            replace(cause, known, now);
        } else {
            hold(cause, known.reading());
        }
    }
}
