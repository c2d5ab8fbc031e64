package health.vigil.stream.attribution;

import health.vigil.schemas.ReadingContext;
import health.vigil.stream.state.Keys;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.Record;

/// Joins what a device says of a reading to that reading, whichever comes first.
final class Contexts extends Attributing<ReadingContext> {

    @Override
    public void process(Record<UUID, ReadingContext> said) {
        var context = said.value();
        contexts().put(context);
        for (var position : contexts().readings(context)) {
            var key = Keys.of(said.key()).at(position);
            var known = readings().get(key);
            if (contexts().of(Placement.asSaid(known.reading())).isPresent()) {
                waiting().delete(key);
            }
            if (!reconsider(said, known) && known.patient().isEmpty()) {
                // Why it is held may have changed.
                hold(said, known.reading());
            }
        }
    }
}
