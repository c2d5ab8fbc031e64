package health.vigil.care.previews;

import health.vigil.clinical.plans.CarePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;

/// A preview for all patients while it is made and when it is ready; several threads add to it.
public final class PanelPreview {

    private static final int LARGEST = 10;

    /// How far it is.
    public enum State {
        RUNNING,
        DONE,
        CANCELLED,
        FAILED
    }

    /// How many alerts one patient has now and would have then.
    public record PatientDifference(UUID patientId, int now, int then) {

        private static final Comparator<PatientDifference> SMALLEST_FIRST = Comparator.comparingInt(
                        (PatientDifference each) -> Math.abs(each.then - each.now))
                .thenComparing(PatientDifference::patientId);
    }

    /// What can be said of it at one moment.
    public record Snapshot(
            UUID id,
            State state,
            int days,
            Patients patients,
            Alerts alerts,
            List<Tally.Count> rules,
            List<PatientDifference> largest) {

        public boolean goesOn() {
            return state == State.RUNNING;
        }
    }

    /// Public for JSON.
    public record Patients(int total, int done) {}

    /// Public for JSON.
    public record Alerts(int now, int then) {}

    private final UUID id = UUID.randomUUID();
    private final String owner;
    private final CarePlan plan;
    private final int days;
    private final Instant startedAt;
    private final int total;
    private final Tally tally = new Tally();
    private final PriorityQueue<PatientDifference> largest = new PriorityQueue<>(PatientDifference.SMALLEST_FIRST);
    private int done;
    private State state;

    PanelPreview(String owner, CarePlan plan, int days, Instant startedAt, int total) {
        this.owner = owner;
        this.plan = plan;
        this.days = days;
        this.startedAt = startedAt;
        this.total = total;
        this.state = total == 0 ? State.DONE : State.RUNNING;
    }

    UUID id() {
        return id;
    }

    boolean belongsTo(String account) {
        return owner.equals(account);
    }

    CarePlan plan() {
        return plan;
    }

    int days() {
        return days;
    }

    Instant startedAt() {
        return startedAt;
    }

    synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    synchronized void add(UUID patient, Preview preview) {
        if (state != State.RUNNING) {
            return;
        }
        tally.add(preview);
        largest.add(new PatientDifference(
                patient, preview.now().size(), preview.then().size()));
        if (largest.size() > LARGEST) {
            largest.remove();
        }
        done++;
        if (done == total) {
            state = State.DONE;
        }
    }

    synchronized void cancel() {
        if (state == State.RUNNING) {
            state = State.CANCELLED;
        }
    }

    synchronized void fail() {
        if (state == State.RUNNING) {
            state = State.FAILED;
        }
    }

    synchronized Snapshot snapshot() {
        var differences = new ArrayList<>(largest);
        differences.removeIf(each -> each.now() == each.then());
        differences.sort(PatientDifference.SMALLEST_FIRST.reversed());
        return new Snapshot(
                id,
                state,
                days,
                new Patients(total, done),
                new Alerts(tally.now(), tally.then()),
                tally.counts(),
                List.copyOf(differences));
    }
}
