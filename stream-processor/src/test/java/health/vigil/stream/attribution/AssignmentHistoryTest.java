package health.vigil.stream.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.schemas.Assignment;
import health.vigil.schemas.DeviceAssignments;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssignmentHistoryTest {

    private static final UUID ANNA = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final UUID BERT = UUID.fromString("00000000-0000-4000-8000-00000000000b");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");

    @Test
    void knowsNobodyBeforeTheFirstAssignmentArrives() {
        assertThat(AssignmentHistory.of(null).patientAt(null, APRIL)).isEmpty();
    }

    @Test
    void countsTheFirstMomentAndNotTheLast() {
        var history = history(assignment(ANNA, null, MARCH, APRIL));

        assertThat(history.patientAt(null, MARCH.minusMillis(1))).isEmpty();
        assertThat(history.patientAt(null, MARCH)).contains(ANNA);
        assertThat(history.patientAt(null, APRIL.minusMillis(1))).contains(ANNA);
        assertThat(history.patientAt(null, APRIL)).isEmpty();
    }

    @Test
    void givesTheDeviceFromOnePatientToTheNextWithoutAGap() {
        var history = history(assignment(ANNA, null, MARCH, APRIL), assignment(BERT, null, APRIL, null));

        assertThat(history.patientAt(null, APRIL.minusMillis(1))).contains(ANNA);
        assertThat(history.patientAt(null, APRIL)).contains(BERT);
        assertThat(history.patientAt(null, MAY)).contains(BERT);
    }

    @Test
    void takesAnAssignmentOfTheWholeDeviceForEverySlot() {
        var history = history(assignment(ANNA, null, MARCH, null));

        assertThat(history.patientAt(null, APRIL)).contains(ANNA);
        assertThat(history.patientAt(1, APRIL)).contains(ANNA);
    }

    @Test
    void prefersTheAssignmentOfTheVerySlotToALaterOneOfTheWholeDevice() {
        var history = history(assignment(ANNA, 1, MARCH, null), assignment(BERT, null, APRIL, null));

        assertThat(history.patientAt(1, MAY)).contains(ANNA);
        assertThat(history.patientAt(null, MAY)).contains(BERT);
    }

    @Test
    void leavesASlotThatIsNobodysToNobodyOnceOthersAreSomebodys() {
        var history = history(assignment(ANNA, 1, APRIL, null), assignment(BERT, null, MARCH, null));

        assertThat(history.patientAt(2, MAY)).isEmpty();
        assertThat(history.patientAt(2, MARCH)).contains(BERT);
    }

    @Test
    void leavesAReadingWithoutSlotToNobodyWhereOnlySlotsAreAssigned() {
        var history = history(assignment(ANNA, 1, MARCH, null), assignment(BERT, 2, MARCH, null));

        assertThat(history.patientAt(null, APRIL)).isEmpty();
        assertThat(history.patientAt(2, APRIL)).contains(BERT);
    }

    @Test
    void prefersTheOneThatBeganLaterWhereTwoOverlap() {
        var history = history(assignment(BERT, null, APRIL, null), assignment(ANNA, null, MARCH, null));

        assertThat(history.patientAt(null, MAY)).contains(BERT);
    }

    private static AssignmentHistory history(Assignment... assignments) {
        return AssignmentHistory.of(new DeviceAssignments(new UUID(1, 1), List.of(assignments), null, List.of()));
    }

    private static Assignment assignment(UUID patient, @Nullable Integer slot, Instant from, @Nullable Instant until) {
        return new Assignment(UUID.randomUUID(), slot, patient, from, until);
    }
}
