package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Meal;
import health.vigil.clinical.vitals.Posture;
import health.vigil.clinical.vitals.Reading;
import java.time.LocalTime;
import java.util.Set;

/// Which readings a rule looks at. An empty set admits any, also those of which nothing is known.
public record Filter(Set<Meal> meals, Set<Posture> postures, PartOfDay partOfDay) {

    /// Every reading.
    public static final Filter ALL = new Filter(Set.of(), Set.of(), PartOfDay.ALL_DAY);

    public Filter {
        meals = Set.copyOf(meals);
        postures = Set.copyOf(postures);
    }

    /// Whether the rule looks at that reading.
    ///
    /// @param time by the patient's clock
    public boolean admits(Reading reading, LocalTime time) {
        var context = reading.context();
        return (meals.isEmpty() || context.meal().filter(meals::contains).isPresent())
                && (postures.isEmpty()
                        || context.posture().filter(postures::contains).isPresent())
                && partOfDay.contains(time);
    }
}
