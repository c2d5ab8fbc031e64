package health.vigil.clinical.evaluation;

import health.vigil.clinical.oracle.Calendar;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Readings;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A patient as tests see one: readings of all kinds, every version of the plan, what the devices say, and now.
public record Life(NavigableMap<Instant, CarePlan> versions, List<Reading> readings, Presence presence, Instant now) {

    private static final Instant LONG_AFTER = Instant.parse("2030-01-01T00:00:00Z");

    static Life of(NavigableMap<Instant, CarePlan> versions, List<Reading> readings) {
        return new Life(versions, readings, Presence.UNKNOWN, LONG_AFTER);
    }

    Life with(Collection<Reading> others) {
        return new Life(versions, List.copyOf(others), presence, now);
    }

    Life planned(NavigableMap<Instant, CarePlan> others) {
        return new Life(new TreeMap<>(others), readings, presence, now);
    }

    Life heard(Presence other) {
        return new Life(versions, readings, other, now);
    }

    Life at(Instant moment) {
        return new Life(versions, readings, presence, moment);
    }

    public PlanHistory plans() {
        return new PlanHistory(versions);
    }

    public Calendar calendar() {
        return new Calendar(versions, readings);
    }

    List<Reading> of(ReadingKind kind) {
        return readings.stream().filter(reading -> reading.kind() == kind).toList();
    }

    Evaluation evaluation() {
        return new Evaluation(Readings.PATIENT, plans(), kind -> Series.of(of(kind)), presence, now);
    }
}
