package health.vigil.stream.projection;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.parts.OnEveryStore;
import health.vigil.parts.SettableClock;
import health.vigil.schemas.DeviceLedger;
import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.ErrorCause;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.HoldStatus;
import health.vigil.schemas.NumberRange;
import health.vigil.schemas.PatientLedger;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReadingStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEveryStore
class LedgerIT {

    @AutoClose
    private static final TestDatabase DATABASE = new TestDatabase("vitals");

    private static final byte[] BYTES = {1};

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-29T12:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Reconciler reconciler = DATABASE.reconciler(clock, meters);

    @BeforeEach
    void empty() {
        DATABASE.delete(
                "reading",
                "held",
                "ledger_received",
                "ledger_rejected",
                "ledger_attributed",
                "ledger_evaluated",
                "ledger_stored_of_device",
                "ledger_stored_of_patient",
                "ledger_held",
                "ledger_difference");
    }

    private static void write(Consumer<LedgerBatch> records) throws SQLException {
        var ledger = new LedgerBatch();
        records.accept(ledger);
        DATABASE.write(ledger);
    }

    private static void store(Consumer<ProjectionBatch> records) {
        var batch = new ProjectionBatch();
        records.accept(batch);
        DATABASE.write(batch);
    }

    private static void received(LedgerBatch ledger, long... seconds) {
        for (var second : seconds) {
            ledger.received(Records.DEVICE, 1000 * second);
        }
    }

    private static Map<String, Object> only(String table) {
        var rows = DATABASE.rows(table);
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    @Test
    void batchesAddUpAndTheLatestWordOfADeviceCounts() throws SQLException {
        write(ledger -> received(ledger, 0, 4, 2));
        write(ledger -> received(ledger, 1, 3));

        assertThat(only("ledger_received")).containsEntry("records", 5L);
        assertThat(DATABASE.values(Instant.class, "select last_heard from vitals.ledger_received"))
                .containsExactly(Instant.ofEpochMilli(4000));
    }

    @Test
    void aBatchThatFailsIsNotCountedAtAll() throws SQLException {
        var ledger = new LedgerBatch();
        received(ledger, 0, 1);

        DATABASE.writeAndFail(ledger);

        assertThat(DATABASE.rows("ledger_received")).isEmpty();
        write(again -> received(again, 0, 1));
        assertThat(only("ledger_received")).containsEntry("records", 2L);
    }

    @Test
    void rejectedMessagesAreCountedByReasonOnceForEachTimeTheyCame() throws SQLException {
        var message = Records.rejected(Records.MORNING);
        write(ledger -> {
            ledger.rejected(message);
            ledger.rejected(message);
        });
        write(ledger -> ledger.rejected(message));

        assertThat(only("ledger_rejected"))
                .containsEntry("reason", "json-invalid")
                .containsEntry("records", 3L);
    }

    @Test
    void whatADeviceSaysOfItselfIsHeardToo() throws SQLException {
        write(ledger ->
                ledger.heard(new DeviceStatus(Records.DEVICE, true, null, null, Records.MORNING, null, null, null)));

        assertThat(only("ledger_received")).containsEntry("records", 0L);
    }

    @Test
    void whatADeviceSaidOnceStaysSaid() throws SQLException {
        var request = UUID.randomUUID();
        var before = Records.MORNING.minusSeconds(5);
        var told = new DeviceStatus(Records.DEVICE, true, 80, null, before, null, "2.4.1", request);
        var offline = new DeviceStatus(Records.DEVICE, false, null, null, Records.MORNING, null, null, null);

        write(ledger -> {
            ledger.heard(told);
            ledger.heard(offline);
        });
        write(ledger -> ledger.heard(offline));

        assertThat(only("device_status"))
                .containsEntry("online", false)
                .containsEntry("battery", 80)
                .containsEntry("firmware", "2.4.1");
        assertThat(only("acknowledged_request"))
                .containsEntry("request_id", request)
                .containsEntry("device_id", Records.DEVICE);
    }

    @Test
    void rowsAreCountedOnceHoweverOftenTheyAreWritten() {
        var reading = Records.reading(ReadingKind.GLUCOSE, Records.MORNING);
        store(batch -> batch.add(Records.attributed(ReadingStatus.FINAL, reading), Records.REVISED_AT));
        store(batch -> batch.add(Records.attributed(ReadingStatus.FINAL, reading), Records.REVISED_AT));
        assertThat(only("ledger_stored_of_device")).containsEntry("final", 1L);

        store(batch -> batch.add(
                new PatientReading(Records.PATIENT, ReadingStatus.ENTERED_IN_ERROR, reading, ErrorCause.MARKED, false),
                Records.REVISED_AT));
        assertThat(only("ledger_stored_of_device")).containsEntry("final", 0L).containsEntry("marked", 1L);

        store(batch -> batch.add(
                new PatientReading(
                        Records.PATIENT, ReadingStatus.ENTERED_IN_ERROR, reading, ErrorCause.REASSIGNED, false),
                Records.REVISED_AT));
        assertThat(only("ledger_stored_of_patient")).containsEntry("marked", 0L).containsEntry("taken_back", 1L);
    }

    @Test
    void heldRowsAreCountedUntilTheyAreReleased() {
        var reading = Records.reading(ReadingKind.GLUCOSE, Records.MORNING);
        store(batch -> batch.add(new HeldReading(HoldStatus.HELD, reading), BYTES));
        store(batch -> batch.add(new HeldReading(HoldStatus.HELD, reading), BYTES));
        assertThat(only("ledger_held")).containsEntry("held", 1L);

        store(batch -> batch.add(new HeldReading(HoldStatus.RELEASED, reading), BYTES));
        assertThat(only("ledger_held")).containsEntry("held", 0L);
    }

    @Test
    void anOlderEntryOfAStageChangesNothing() throws SQLException {
        write(ledger -> ledger.attributed(entry(2, 5)));
        write(ledger -> ledger.attributed(entry(1, 4)));

        assertThat(only("ledger_attributed"))
                .containsEntry("received", 5L)
                .containsEntry("missing", 4L)
                .extractingByKey("numbers")
                .hasToString("{[1,4),[8,10)}");
    }

    private static DeviceLedger entry(long revision, long attributed) {
        var numbers = List.of(new NumberRange(1L, 3L), new NumberRange(8L, 9L));
        return new DeviceLedger(Records.DEVICE, revision, attributed, 0L, attributed, 0L, 0L, 0L, numbers, 0L, 0L);
    }

    private static void storeOne() throws SQLException {
        store(batch -> batch.add(
                Records.attributed(ReadingStatus.FINAL, Records.reading(ReadingKind.GLUCOSE, Records.MORNING)),
                Records.REVISED_AT));
        write(ledger -> {
            received(ledger, 0);
            ledger.attributed(entry(1, 1));
            ledger.evaluated(new PatientLedger(Records.PATIENT, 1L, 1L));
        });
    }

    private double alerts() {
        reconciler.look();
        return meters.get("vigil.ledger.differences").gauge().value();
    }

    @Test
    void stagesThatAgreeRaiseNothing() throws SQLException {
        storeOne();

        assertThat(alerts()).isZero();
        assertThat(DATABASE.rows("ledger_difference")).isEmpty();
    }

    @Test
    void aRowThatSomebodyTakesAwayIsAnAlertAfterAMinuteUntilItIsBack() throws SQLException {
        storeOne();
        DATABASE.delete("reading");
        assertThat(alerts()).isZero();
        assertThat(DATABASE.rows("ledger_difference"))
                .extracting(row -> row.get("equation"))
                .containsExactlyInAnyOrder("stored", "evaluated");

        clock.pass(Duration.ofSeconds(59));
        assertThat(alerts()).isZero();
        clock.pass(Duration.ofSeconds(1));
        assertThat(alerts()).isEqualTo(2);

        store(batch -> batch.add(
                Records.attributed(ReadingStatus.FINAL, Records.reading(ReadingKind.GLUCOSE, Records.MORNING)),
                Records.REVISED_AT));
        assertThat(alerts()).isZero();
    }

    @Test
    void aStageThatIsBehindAndMovesIsNoAlert() throws SQLException {
        write(ledger -> received(ledger, 0, 1, 2, 3));
        for (var done = 0; done < 4; done++) {
            var revision = done;
            assertThat(alerts()).isZero();
            clock.pass(Duration.ofSeconds(50));
            write(ledger -> ledger.attributed(entry(revision + 1, revision + 1)));
            store(batch -> batch.add(
                    Records.attributed(
                            ReadingStatus.FINAL,
                            Records.reading(ReadingKind.GLUCOSE, Records.MORNING.plusSeconds(revision))),
                    Records.REVISED_AT));
            write(ledger -> ledger.evaluated(new PatientLedger(Records.PATIENT, revision + 1L, revision + 1L)));
        }

        assertThat(alerts()).isZero();
        assertThat(DATABASE.rows("ledger_difference")).isEmpty();
    }

    @Test
    void aStageThatStandsStillWhileTheOneBeforeItGoesOnIsAnAlert() throws SQLException {
        for (var second = 0; second < 4; second++) {
            var next = second;
            write(ledger -> received(ledger, next));
            reconciler.look(Set.of(Records.DEVICE), Set.of());
            reconciler.look();
            clock.pass(Duration.ofSeconds(30));
        }

        assertThat(alerts()).isEqualTo(1);
    }
}
