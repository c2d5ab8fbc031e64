package health.vigil.stream.attribution;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/// Makes the records of a topic look a day old. Of the records that wait in a task, Kafka Streams takes that with the
/// lowest timestamp first: so these are taken before all others. Nothing else looks at the timestamp. The other way
/// round is impossible: brokers refuse what is written with a time to come.
final class GoingFirst implements TimestampExtractor {

    private static final long DAY = Duration.ofDays(1).toMillis();

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp() - DAY);
    }
}
