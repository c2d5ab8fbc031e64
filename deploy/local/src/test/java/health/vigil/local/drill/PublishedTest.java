package health.vigil.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.local.device.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What devices note is what is read from the notes.
class PublishedTest {

    private static final Instant MORNING = Instant.parse("2026-01-01T06:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatWasPublishedAndAcknowledgedIsReadFromTheNotes() throws IOException {
        var file = folder.resolve("notes.tsv");
        var random = new SplittableRandom(5);
        var samples = Stream.of(ReadingKind.values())
                .map(kind -> Sample.of(kind, MORNING, random))
                .toList();
        try (var notes = new Notes(file)) {
            var sender = new Sender("one", ReadingKind.GLUCOSE, Device.Until.ACKNOWLEDGED, notes);
            var lines = samples.stream().map(sender::number).toList();
            notes.published(lines);
            notes.acknowledged(sender.device(), 1);
            notes.receipted(sender.device(), 2);

            var entries = List.copyOf(Published.read(file).entries().values());

            assertThat(entries).extracting(Published.Entry::sample).isEqualTo(samples);
            assertThat(entries).extracting(Published.Entry::isConfirmed).containsExactly(false, true, true);
            assertThat(entries).extracting(Published.Entry::receipted).containsExactly(false, false, true);
        }
    }
}
