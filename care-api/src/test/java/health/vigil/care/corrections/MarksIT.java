package health.vigil.care.corrections;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.care.corrections.ShownReading.State;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.plans.Plans;
import health.vigil.care.readings.StoredReadings;
import health.vigil.care.samples.Outboxes;
import health.vigil.care.samples.SampleReadings;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import health.vigil.parts.TestStore;
import health.vigil.schemas.DeviceCorrections;
import health.vigil.schemas.ReadingMark;
import health.vigil.schemas.Verdict;
import health.vigil.schemas.wire.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarksIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care");

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Instant NOW = Instant.parse("2026-11-20T05:30:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Jdbi JDBI = DATABASE.database().jdbi();
    private static final UUID ANNA = new UUID(2, 1);
    private static final UUID BERT = new UUID(2, 2);
    private static final Reading PRESSURE = SampleReadings.pressure(NOW.minusSeconds(60), 142, 91);
    private static final Reading HI = SampleReadings.glucose(NOW.minusSeconds(30), Value.OutOfRange.HIGH);

    private final Plans plans = new Plans(JDBI, OUTBOX.outbox(), CLOCK);
    private final Marks marks = new Marks(JDBI, OUTBOX.outbox(), CLOCK);
    private final RecentReadings recent = new RecentReadings(JDBI, plans);

    @BeforeEach
    void registerTwoPatientsAndReadingsOfOne() {
        DATABASE.empty("care.patient, care.device, care.outbox, vitals.reading");
        var patients = new Patients(JDBI, plans, CLOCK);
        patients.put(new Patient(ANNA, "A", "Anna", null, "Europe/Berlin", ""), "admin");
        patients.put(new Patient(BERT, "B", "Bert", null, "UTC", ""), "admin");
        SampleReadings.insert(JDBI, ANNA, PRESSURE, HI);
    }

    private List<List<ReadingMark>> published() {
        return OUTBOX.records(Topics.CORRECTIONS).stream()
                .map(DeviceCorrections::getMarks)
                .toList();
    }

    private static ReadingMark mark(Reading reading, Verdict verdict, String reason) {
        return new ReadingMark(reading.id(), reading.measuredAt(), ANNA, verdict, NOW, reason);
    }

    @Test
    void publishesAllMarksInForceOfTheDeviceWithEachChange() {
        marks.mark(ANNA, PRESSURE.id(), Verdict.ENTERED_IN_ERROR, "neighbour", "nora");
        marks.mark(ANNA, HI.id(), Verdict.CONFIRMED, "asked", "nora");
        marks.unmark(ANNA, PRESSURE.id(), "mistaken", "carla");

        assertThat(OUTBOX.records(Topics.CORRECTIONS))
                .allSatisfy(record -> assertThat(record.getDeviceId()).isEqualTo(SampleReadings.DEVICE));
        assertThat(published().get(0)).containsExactly(mark(PRESSURE, Verdict.ENTERED_IN_ERROR, "neighbour"));
        assertThat(published().get(1))
                .containsExactlyInAnyOrder(
                        mark(PRESSURE, Verdict.ENTERED_IN_ERROR, "neighbour"), mark(HI, Verdict.CONFIRMED, "asked"));
        assertThat(published().get(2)).containsExactly(mark(HI, Verdict.CONFIRMED, "asked"));
    }

    @Test
    void replacesWhatWasSaidBeforeAndKeepsIt() {
        marks.mark(ANNA, PRESSURE.id(), Verdict.ENTERED_IN_ERROR, "neighbour", "nora");
        marks.mark(ANNA, PRESSURE.id(), Verdict.CONFIRMED, "it was Anna", "carla");

        assertThat(published().getLast()).containsExactly(mark(PRESSURE, Verdict.CONFIRMED, "it was Anna"));
        var kept = JDBI.withHandle(
                handle -> handle.createQuery("select marked_by || ' ' || coalesce(unmarked_by, '-') from care.mark")
                        .mapTo(String.class)
                        .list());
        assertThat(kept).containsExactlyInAnyOrder("nora carla", "carla -");
    }

    @Test
    void saysNothingOfAReadingOfAnotherPatient() {
        assertThat(marks.mark(BERT, PRESSURE.id(), Verdict.ENTERED_IN_ERROR, "x", "nora"))
                .isEmpty();
        assertThat(marks.unmark(BERT, PRESSURE.id(), "x", "nora")).isFalse();
        assertThat(marks.unmark(ANNA, PRESSURE.id(), "x", "nora")).isFalse();
        assertThat(published()).isEmpty();
    }

    @Test
    void listsTheLatestReadingsWithWhatWasSaidOfThem() {
        marks.mark(ANNA, PRESSURE.id(), Verdict.ENTERED_IN_ERROR, "neighbour", "nora");

        assertThat(recent.of(ANNA))
                .containsExactly(
                        new ShownReading(
                                HI.id(), "20 Nov 2026, 06:29", "", "", "HI mg/dL", "unknown device", State.FINAL, ""),
                        new ShownReading(
                                PRESSURE.id(),
                                "20 Nov 2026, 06:29",
                                "",
                                "",
                                "142/91 mmHg",
                                "unknown device",
                                State.IN_ERROR,
                                "neighbour (nora)"));
    }

    @Test
    void tellsAReadingThatIsBeingRestoredFromOneThatBelongsToAnother() {
        marks.mark(ANNA, PRESSURE.id(), Verdict.ENTERED_IN_ERROR, "neighbour", "nora");
        marks.unmark(ANNA, PRESSURE.id(), "", "nora");
        JDBI.useHandle(handle -> handle.execute("update vitals.reading set status = 'ENTERED_IN_ERROR'"));

        assertThat(recent.of(ANNA)).extracting(ShownReading::state).containsExactly(State.REASSIGNED, State.RESTORED);
    }

    @Test
    void readsBackWhatWasStoredWithWhatWasConfirmed() {
        marks.mark(ANNA, PRESSURE.id(), Verdict.CONFIRMED, "asked", "nora");

        var stored = new StoredReadings(JDBI).of(List.of(ANNA, BERT), NOW.minus(Duration.ofDays(1)), NOW);

        assertThat(stored.get(BERT)).isEmpty();
        assertThat(stored.getOrDefault(ANNA, List.of()))
                .extracting(Reading::id)
                .containsExactly(PRESSURE.id(), HI.id());
        assertThat(stored.getOrDefault(ANNA, List.of()).getFirst().context().confirmed())
                .isTrue();
        assertThat(stored.getOrDefault(ANNA, List.of()).getLast()).isEqualTo(HI);
    }
}
