package health.vigil.stream.evaluation;

import health.vigil.clinical.evaluation.Timelines;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The readings of the patients who were evaluated last, and what was said of them, in memory: reading them from the
/// store for every evaluation takes longer than judging them. What is here is only ever a copy of a part of the store,
/// or follows from it.
final class RecentPatients {

    /// How many readings and judgements of them the whole process may hold; at most some 250 bytes each.
    static final class Budget {

        private final long most;
        private final AtomicLong held = new AtomicLong();

        Budget(long most) {
            this.most = most;
        }

        private boolean isExceeded() {
            return held.get() > most;
        }
    }

    private record Held(Timelines timelines, int counted) {}

    private final Budget budget;
    private final Map<UUID, Held> patients = new LinkedHashMap<>(16, 0.75f, true);

    RecentPatients(Budget budget) {
        this.budget = budget;
    }

    Timelines of(UUID patient, Supplier<Timelines> otherwise) {
        var held = patients.get(patient);
        return held == null ? otherwise.get() : held.timelines();
    }

    Optional<Timelines> ifHeld(UUID patient) {
        return Optional.ofNullable(patients.get(patient)).map(Held::timelines);
    }

    /// Keeps what an evaluation has fetched, and lets go of those who were not looked at for longest.
    void keep(UUID patient, Timelines timelines) {
        var size = timelines.size();
        count(patients.put(patient, new Held(timelines, size)), size);
        var eldest = patients.entrySet().iterator();
        while (budget.isExceeded() && eldest.hasNext()) {
            var gone = eldest.next().getValue();
            eldest.remove();
            count(gone, 0);
        }
    }

    void forget(UUID patient) {
        count(patients.remove(patient), 0);
    }

    void forgetAll() {
        patients.values().forEach(held -> count(held, 0));
        patients.clear();
    }

    private void count(@Nullable Held before, int now) {
        budget.held.addAndGet(now - (before == null ? 0L : before.counted()));
    }
}
