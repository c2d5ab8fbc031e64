package health.vigil.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.local.device.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A device has published four readings: 0 is acknowledged, 1 has a receipt, 2 is neither, 3 is no reading.
class ReadingReckoningTest {

    private static final Instant MORNING = Instant.parse("2026-01-01T06:00:00Z");
    private static final double IMPLAUSIBLE = 5000;

    @TempDir
    private Path folder = Path.of("");

    private UUID device = UUID.randomUUID();
    private Path file = Path.of("");

    @BeforeEach
    void publish() throws IOException {
        file = folder.resolve("notes.tsv");
        try (var notes = new Notes(file)) {
            var sender = new Sender("one", ReadingKind.GLUCOSE, Device.Until.RECEIPT, notes);
            device = sender.device();
            notes.published(List.of(
                    sender.number(Sample.glucose(MORNING, 100)),
                    sender.number(Sample.glucose(MORNING, 101)),
                    sender.number(Sample.glucose(MORNING, 102)),
                    sender.number(Sample.glucose(MORNING, IMPLAUSIBLE))));
            notes.acknowledged(device, 0);
            notes.receipted(device, 1);
            notes.acknowledged(device, 3);
        }
    }

    private Published.Key key(long number) {
        return new Published.Key(device, number);
    }

    private String stored(double value) {
        return Arrived.stored(Sample.glucose(MORNING, value).reading(device).id());
    }

    private ReadingReckoning reckon(Map<Published.Key, List<String>> places) throws IOException {
        return ReadingReckoning.of(Published.read(file), Map.of(device, UUID.randomUUID()), new Arrived(places));
    }

    @Test
    void allIsWellWhenWhatWasAcknowledgedIsWhereItBelongs() throws IOException {
        var found = reckon(
                Map.of(key(0), List.of(stored(100)), key(1), List.of(stored(101)), key(3), List.of(Arrived.REJECTED)));

        assertThat(List.of(found.lost(), found.lostWithReceipt(), found.invented(), found.duplicated()))
                .allSatisfy(wrong -> assertThat(wrong).isEmpty());
    }

    @Test
    void whatIsNowhereIsLostIfSomebodyHasAcknowledgedIt() throws IOException {
        var found = reckon(Map.of());

        assertThat(found.lost()).containsExactly(key(0).toString(), key(3).toString());
        assertThat(found.lostWithReceipt()).containsExactly(key(1).toString());
    }

    @Test
    void whatIsInTwoPlacesIsDuplicated() throws IOException {
        var found = reckon(Map.of(
                key(0), List.of(stored(100), stored(100)),
                key(1), List.of(stored(101)),
                key(3), List.of(Arrived.REJECTED)));

        assertThat(found.duplicated()).singleElement().asString().contains(key(0).toString());
    }

    @Test
    void whatIsThereAsSomethingElseOrWasNeverPublishedIsInvented() throws IOException {
        var found = reckon(Map.of(
                key(0), List.of(stored(140)),
                key(1), List.of(stored(101)),
                key(3), List.of(Arrived.REJECTED),
                key(9), List.of(stored(99))));

        assertThat(found.invented()).hasSize(2);
        assertThat(found.lost()).isEmpty();
    }

    @Test
    void aReadingOfADeviceThatNobodyHasBelongsAmongTheHeld() throws IOException {
        var held = Arrived.held(Sample.glucose(MORNING, 100).reading(device).id());
        var arrived = new Arrived(Map.of(key(0), List.of(held), key(1), List.of(stored(101))));

        var found = ReadingReckoning.of(Published.read(file), Map.of(), arrived);

        assertThat(found.invented()).singleElement().asString().contains(key(1).toString());
    }
}
