package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.UUID;

/// A patient as tests see one: the readings of one kind and every version of the plan.
record Life(ReadingKind kind, NavigableMap<Instant, CarePlan> versions, List<Reading> readings) {

    static final UUID PATIENT = UUID.fromString("9d3c0a1e-2f64-4c57-8a90-6f0f5f1f7a01");

    Life with(Collection<Reading> others) {
        return new Life(kind, versions, List.copyOf(others));
    }

    Evaluation evaluation() {
        return new Evaluation(PATIENT, kind, new PlanHistory(versions), Series.of(readings));
    }
}
