package health.vigil.stream.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressIT {

    private static final TestDatabase DATABASE = new TestDatabase("vitals");
    private static final String TOPIC = "vitals.summaries";

    private final Progress progress = new Progress(Map.of(TOPIC, UUID.randomUUID()));

    @BeforeEach
    void empty() {
        DATABASE.empty("projection_progress");
    }

    @AfterAll
    static void stop() throws IOException {
        DATABASE.close();
    }

    private static List<Long> take(Progress progress, int partition, long from, long until) {
        var batch = LongStream.range(from, until)
                .mapToObj(offset -> new ConsumerRecord<>(TOPIC, partition, offset, new byte[0], new byte[0]))
                .toList();
        var place = new TopicPartition(TOPIC, partition);
        var records = new ConsumerRecords<>(Map.of(place, batch), Map.of());
        return DATABASE.database().jdbi().inTransaction(handle -> progress.take(handle, records).records(place).stream()
                .map(ConsumerRecord::offset)
                .toList());
    }

    @Test
    void recordsThatCameBeforeAreNotGivenAgain() {
        assertThat(take(progress, 0, 0, 3)).containsExactly(0L, 1L, 2L);

        assertThat(take(progress, 0, 1, 5)).containsExactly(3L, 4L);
    }

    @Test
    void anInstanceThatHungSinceThenWritesNothing() {
        take(progress, 0, 0, 10);

        assertThat(take(progress, 0, 2, 6)).isEmpty();
        assertThat(take(progress, 0, 10, 11)).containsExactly(10L);
    }

    @Test
    void partitionsAndTopicsThatWereMadeAnewAreOfTheirOwn() {
        take(progress, 0, 0, 10);
        var anew = new Progress(Map.of(TOPIC, UUID.randomUUID()));

        assertThat(take(progress, 1, 0, 1)).containsExactly(0L);
        assertThat(take(anew, 0, 0, 1)).containsExactly(0L);
    }
}
